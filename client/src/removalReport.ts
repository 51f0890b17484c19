import {
  type Disposable,
  DocumentLink,
  l10n,
  languages,
  Range,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import { canCommit, writeCommitMessage } from './commitMessage';
import { plain } from './plain';

/** What the server says of a removal: in the notification `flagwright/removalReport`, and with each plan. */
export interface Report {
  readonly isPartial: boolean;
  readonly summary: string;
  /** Places left as they are, each with its reason. */
  readonly left: readonly Remark[];
  /** Places that should be checked. */
  readonly notes: readonly Remark[];
  readonly commit?: { readonly message: string; readonly uri: string };
}

export interface Remark {
  readonly uri: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  /** `src/app.ts:12`. */
  readonly name: string;
  readonly text: string;
}

export interface ReportView extends Disposable {
  /** Says what was done, with a way to all that is left. */
  tell(report: Report): Promise<void>;
  /** Opens the list of what is left, beside what a person is looking at. */
  show(report: Report): Promise<void>;
}

const SCHEME = 'flagwright-report';
const SHOW = l10n.t('Show What Is Left');
const CHECK = l10n.t('Show What to Check');

/** The buttons that a report needs: one, where there is something to see. */
export function reportChoices({ left, notes }: Report): string[] {
  if (left.length > 0) return [SHOW];
  return notes.length > 0 ? [CHECK] : [];
}

/** The document with a report's places, and where each of them stands in it. */
export function textOf({ summary, left, notes }: Report): {
  text: string;
  links: { line: number; length: number; remark: Remark }[];
} {
  const lines = wrapped(summary, '');
  const links: { line: number; length: number; remark: Remark }[] = [];
  const list = (title: string, remarks: readonly Remark[]) => {
    if (remarks.length === 0) return;
    lines.push('', title, '');
    for (const [index, remark] of remarks.entries()) {
      links.push({ line: lines.length, length: remark.name.length, remark });
      lines.push(remark.name);
      // What is said of several places in a row is said once, below them.
      if (remarks[index + 1]?.text !== remark.text) lines.push(...wrapped(remark.text, '    '));
    }
  };
  list(l10n.t('Left for you:'), left);
  list(l10n.t('Please check:'), notes);
  return { text: `${lines.join('\n')}\n`, links };
}

const WIDTH = 100;

/** A text in lines that can be read without scrolling. */
function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(indent + word);
  }
  return lines;
}

export function createReportView(): ReportView {
  const reports = new Map<string, Report>();
  let count = 0;
  const reportOf = (uri: Uri) => reports.get(uri.query);

  const provider: TextDocumentContentProvider = {
    provideTextDocumentContent: (uri) => {
      const report = reportOf(uri);
      return report ? textOf(report).text : `${l10n.t('This report is no longer known.')}\n`;
    },
  };
  const subscriptions: Disposable[] = [
    workspace.registerTextDocumentContentProvider(SCHEME, provider),
    languages.registerDocumentLinkProvider(
      { scheme: SCHEME },
      {
        provideDocumentLinks: ({ uri }) => {
          const report = reportOf(uri);
          return report ? textOf(report).links.map(linkOf) : [];
        },
      },
    ),
    workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === SCHEME) reports.delete(uri.query);
    }),
  ];

  const show = async (report: Report): Promise<void> => {
    const query = String(++count);
    reports.set(query, report);
    const uri = Uri.from({ scheme: SCHEME, path: `/${l10n.t('What a removal has left')}`, query });
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  };

  return {
    show,
    async tell(report) {
      const { commit } = report;
      const use = l10n.t('Use as Commit Message');
      const choices = [...reportChoices(report), ...(commit && canCommit(commit.uri) ? [use] : [])];
      const answer = await (report.isPartial
        ? window.showWarningMessage(plain(report.summary), ...choices)
        : window.showInformationMessage(plain(report.summary), ...choices));
      if (answer === use && commit) await writeCommitMessage(commit.message, commit.uri);
      else if (answer) await show(report);
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

/** Editors open a place by the line and the column behind `#`. */
function linkOf({ line, length, remark }: { line: number; length: number; remark: Remark }): DocumentLink {
  const { start } = remark.range;
  const target = Uri.parse(remark.uri).with({ fragment: `${start.line + 1},${start.character + 1}` });
  return new DocumentLink(new Range(line, 0, line, length), target);
}
