import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Command,
  type ExecuteCommandParams,
  LSPErrorCodes,
  MessageType,
  ResponseError,
} from 'vscode-languageserver';
import { type CodeAction as Action, codeActions } from '../features/code-actions';
import { reportRemoval } from '../features/removal-report';
import { planFromWorkspace } from '../removal/from-workspace';
import type { RemovalPlan } from '../removal/plan';
import type { RemovalRequest } from '../removal/plan-removal';
import type { TypeGate } from '../removal/type-gate';
import type { Snapshot } from '../workspace/snapshot';
import { toDiagnostic, toLocation } from './convert';
import { toWorkspaceEdit } from './edits';
import type { Folder } from './folder';
import { say } from './messages';
import { withProgress } from './progress';
import type { ServerContext } from './server';
import { withTexts } from './texts';

export const ACTION_KINDS = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] as const;

/** `removeEverywhere` plans, edits and reports; `reportRemoval` says what a code action's edit has left. */
export const COMMANDS = ['flagwright.removeEverywhere', 'flagwright.reportRemoval'] as const;

/** What a removal needs to be planned later, or by a command. */
interface RemovalArgument {
  /** The document in which it was offered, and that document's version. */
  readonly uri: string;
  readonly version?: number;
  readonly request: RemovalRequest;
}

export function registerActions(context: ServerContext): void {
  const { connection, guard, folderOf, abilities } = context;

  connection.onCodeAction(guard.request('code actions', [], (params) => listActions(context, params)));

  connection.onCodeActionResolve(async (action, token) => {
    const resolve = guard.request<CodeAction, CodeAction>('code action resolve', action, async () => {
      const argument = action.data as RemovalArgument | undefined;
      const place = argument && folderOf(argument.uri);
      return place ? withPlan(context, place.folder, action, argument) : action;
    });
    const { uri, version } = (action.data ?? {}) as Partial<RemovalArgument>;
    // Its spans are those of the text in which it was offered.
    if (uri !== undefined && version !== context.documents.get(uri)?.version) {
      throw new ResponseError(LSPErrorCodes.ContentModified, 'The file has changed since this was offered.');
    }
    return (await resolve(action, token)) as CodeAction;
  });

  connection.onExecuteCommand(
    guard.request('command', null, async ({ command, arguments: args }: ExecuteCommandParams) => {
      const argument = args?.[0] as RemovalArgument | undefined;
      const place = argument?.uri === undefined ? undefined : folderOf(argument.uri);
      if (!place) return null;
      if (command === 'flagwright.removeEverywhere' && abilities().appliesEdits) {
        await removeEverywhere(context, place.folder, argument!.request);
      }
      if (command === 'flagwright.reportRemoval')
        await tell(context, place.folder, args?.[1] as RemovalPlan, argument!.request);
      return null;
    }),
  );
}

async function listActions(
  context: ServerContext,
  { textDocument, range, context: { only } }: CodeActionParams,
): Promise<CodeAction[]> {
  const place = context.folderOf(textDocument.uri);
  if (!place || !context.abilities().actionLiterals) return [];
  const { folder, path } = place;
  const snapshot = await folder.current();
  const lines = await folder.lines(path);
  const selection = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
  const actions = await withTexts(folder, (textOf) => codeActions(snapshot, path, selection, textOf));
  const list: CodeAction[] = [];
  for (const action of actions) {
    const kind = action.findings.length > 0 ? CodeActionKind.QuickFix : CodeActionKind.RefactorRewrite;
    if (only && !only.some((wanted) => isKind(kind, wanted))) continue;
    const converted = await toCodeAction(context, folder, textDocument.uri, action, kind);
    if (converted) list.push(converted);
  }
  return list;
}

async function toCodeAction(
  context: ServerContext,
  folder: Folder,
  uri: string,
  { title, findings, isPreferred, change }: Action,
  kind: CodeActionKind,
): Promise<CodeAction | undefined> {
  const { disabledActions, preferredActions, resolvesActions, appliesEdits } = context.abilities();
  const diagnostics = await Promise.all(findings.map((finding) => toDiagnostic(folder, finding)));
  const action: CodeAction = {
    title,
    kind,
    ...(diagnostics.length > 0 && { diagnostics }),
    ...(isPreferred && preferredActions && { isPreferred }),
  };
  switch (change.kind) {
    case 'refusal':
      return disabledActions ? { ...action, disabled: { reason: change.reason } } : undefined;
    case 'edits':
      return { ...action, edit: await toWorkspaceEdit(context, folder, change.edits) };
    case 'removal': {
      const version = context.documents.get(uri)?.version;
      const argument = { uri, request: change.request, ...(version !== undefined && { version }) };
      if (change.request.scope.kind === 'everywhere') {
        if (!appliesEdits) return undefined;
        return { ...action, command: command(title, 'flagwright.removeEverywhere', argument) };
      }
      if (resolvesActions.edit) return { ...action, data: argument };
      return withPlan(context, folder, action, argument);
    }
  }
}

/** Plans the removal of a code action: the edit, and behind it a word on what it leaves. */
async function withPlan(
  context: ServerContext,
  folder: Folder,
  action: CodeAction,
  argument: RemovalArgument,
): Promise<CodeAction> {
  const { resolvesActions } = context.abilities();
  const plan = await steadyPlan(folder, argument.request);
  const edit = await toWorkspaceEdit(context, folder, plan.files);
  const report = reportRemoval(plan, argument.request.scope.kind, ({ file }) => file);
  const mayTell = report !== undefined && (resolvesActions.command || !resolvesActions.edit);
  return {
    ...action,
    ...(plan.files.length > 0 && { edit }),
    ...(mayTell && {
      command: command('Report', 'flagwright.reportRemoval', argument, {
        ...plan,
        files: plan.files.map(({ file }) => ({ file, edits: [] })),
      }),
    }),
  };
}

/** One edit for all files, after which the person hears what is left. */
async function removeEverywhere(
  context: ServerContext,
  folder: Folder,
  request: RemovalRequest,
): Promise<void> {
  const { connection, documents, log } = context;
  await folder.loaded;
  // Files that are not open may have changed in the last moment; an edit carries no version of theirs.
  const snapshot = await folder.current();
  const touched = filesOf(snapshot, request.flag).filter((file) => !documents.get(folder.uriOf(file)));
  if (touched.length > 0) folder.touch(touched);
  const plan = await withProgress(
    connection,
    context.abilities(),
    `Removing flag '${request.flag}'`,
    async (signal) => {
      const gate = folder.openTypeGate?.(signal);
      try {
        return await steadyPlan(folder, request, gate?.check);
      } finally {
        gate?.dispose();
      }
    },
  );
  if (!plan) return;
  if (plan.files.length > 0) {
    const edit = await toWorkspaceEdit(context, folder, plan.files);
    const { applied, failureReason } = await connection.workspace.applyEdit({
      label: `Remove flag '${request.flag}'`,
      edit,
    });
    if (!applied) {
      const why = failureReason ? ` ${failureReason}` : '';
      log(`The edit that removes '${request.flag}' was not applied.${why}`);
      say(
        connection,
        MessageType.Error,
        `Flag '${request.flag}' was not removed: the editor did not apply the edit, perhaps because a file has changed. Please try again.${why}`,
      );
      return;
    }
  }
  await tell(context, folder, plan, request);
}

/** Says what a removal has left. Nobody waits for an answer: a command that is not done would block the editor. */
async function tell(
  { connection, abilities, guard, log }: ServerContext,
  folder: Folder,
  plan: RemovalPlan,
  { scope }: RemovalRequest,
): Promise<void> {
  const names = new Map<string, number>();
  for (const { file, span } of [...plan.review, ...plan.notes]) {
    names.set(`${file} ${span.start}`, (await folder.lines(file)).positionAt(span.start).line + 1);
  }
  const report = reportRemoval(
    plan,
    scope.kind,
    ({ file, span }) => `${file}:${names.get(`${file} ${span.start}`)}`,
  );
  if (!report) return;
  for (const line of report.details) log(line);
  const { place, isPartial, message } = report;
  if (!place || !abilities().showsDocuments) {
    say(connection, isPartial ? MessageType.Warning : MessageType.Info, message);
    return;
  }
  guard.background('showing what is left', async () => {
    const show = { title: 'Show' };
    const answer = isPartial
      ? await connection.window.showWarningMessage(message, show)
      : await connection.window.showInformationMessage(message, show);
    if (!answer) return;
    const { uri, range } = await toLocation(folder, place);
    await connection.window.showDocument({ uri, selection: range, takeFocus: true });
  });
}

/** A plan that nothing has overtaken: where files change meanwhile it is made again. */
async function steadyPlan(folder: Folder, request: RemovalRequest, gate?: TypeGate): Promise<RemovalPlan> {
  for (let attempt = 0; ; attempt++) {
    await folder.current();
    const before = folder.revision();
    const plan = await planFromWorkspace(folder.workspace, request, gate);
    await folder.current();
    if (folder.revision() === before || attempt === 3) return plan;
  }
}

function filesOf(snapshot: Snapshot, flag: string): string[] {
  const declarations = snapshot.flag(flag)?.declarations ?? [];
  return [
    ...new Set([
      ...snapshot.readsOf(flag).map(({ file }) => file),
      ...declarations.map((declaration) => declaration.flag.file),
    ]),
  ];
}

function command(title: string, name: (typeof COMMANDS)[number], ...args: unknown[]): Command {
  return { title, command: name, arguments: args };
}

/** Kinds are dotted: `refactor` asks for `refactor.rewrite` too. */
function isKind(kind: string, wanted: string): boolean {
  return wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`);
}
