import * as l10n from '@vscode/l10n';
import { MessageType, type Range } from 'vscode-languageserver';
import { messageOf, type Remark, type RemovalReport } from '../features/removal-report';
import { applyEdits, type FileEdits, spanAfter } from '../text/edits';
import { indexLines } from '../text/lines';
import type { Folder } from './folder';
import { ask, say } from './messages';
import type { ServerContext } from './server';

/** A report as the client shows it: every place is one that it can open. */
export interface PlacedReport {
  readonly isPartial: boolean;
  readonly summary: string;
  /** The same with the first places, for clients that show messages only. */
  readonly message: string;
  readonly left: readonly PlacedRemark[];
  readonly notes: readonly PlacedRemark[];
  /** What has been done may be committed with this message, in the repository of a folder. */
  readonly commit?: { readonly message: string; readonly uri: string };
}

export interface PlacedRemark {
  readonly uri: string;
  readonly range: Range;
  /** `src/app.ts:12`, for people. */
  readonly name: string;
  readonly text: string;
}

/** Gives the places of a report their lines: those in the texts as they are after `edits`. */
export async function placeReport(
  folder: Folder,
  report: RemovalReport,
  edits: readonly FileEdits[] = [],
): Promise<PlacedReport> {
  const placed = new Map<Remark, PlacedRemark>();
  for (const remark of [...report.left, ...report.notes]) {
    const { file, text } = remark;
    const done = edits.find((one) => one.file === file)?.edits ?? [];
    const lines =
      done.length === 0
        ? await folder.lines(file)
        : indexLines(applyEdits((await folder.workspace.text(file)) ?? '', done));
    const range = lines.rangeOf(spanAfter(remark.span, done));
    placed.set(remark, {
      uri: folder.uriOf(file),
      range,
      name: `${file}:${range.start.line + 1}`,
      text,
    });
  }
  const ordered = (remarks: readonly Remark[]): PlacedRemark[] =>
    remarks.map((remark) => placed.get(remark)!);
  return {
    isPartial: report.isPartial,
    summary: report.summary,
    message: messageOf(report, (remark) => placed.get(remark)!.name),
    left: ordered(report.left),
    notes: ordered(report.notes),
  };
}

/** Says what a removal has done and left. Nobody waits for an answer: a command that is not done would block the editor. */
export function tell({ connection, abilities, guard, log }: ServerContext, report: PlacedReport): void {
  const { isPartial, message, left, notes } = report;
  for (const { name, text } of [...left, ...notes]) log(`${name}: ${text}`);
  if (abilities().showsRemovals) {
    void connection.sendNotification('flagwright/removalReport', report);
    return;
  }
  const place = left[0] ?? notes[0];
  if (!place || !abilities().showsDocuments) {
    say(connection, isPartial ? MessageType.Warning : MessageType.Info, message);
    return;
  }
  guard.background('showing what is left', async () => {
    const type = isPartial ? MessageType.Warning : MessageType.Info;
    const answer = await ask(connection, type, message, l10n.t('Show'));
    if (!answer) return;
    await connection.window.showDocument({ uri: place.uri, selection: place.range, takeFocus: true });
  });
}
