import * as l10n from '@vscode/l10n';
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Command,
  type ExecuteCommandParams,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import { type CodeAction as Action, codeActions } from '../features/code-actions';
import { entryChange } from '../features/entry-edit';
import { flagsToFix } from '../features/fix-all';
import { reportRemoval } from '../features/removal-report';
import type { EntryRequest } from '../flags/entry-request';
import { planCleanUp } from '../removal/clean-up';
import type { RemovalRequest } from '../removal/plan-removal';
import { registerCleanUp } from './clean-up';
import { toDiagnostic } from './convert';
import { toWorkspaceEdit } from './edits';
import { askCommand, EDIT_FLAG, type EditArgument, editCommand, editFlag } from './entry-edits';
import type { Folder } from './folder';
import { NEW_FLAG, registerNewFlag } from './new-flag';
import { registerOffers } from './offers';
import { withProgress } from './progress';
import { type PlacedReport, placeReport, tell } from './removal-report';
import { planSteadily, registerRemovals } from './removals';
import type { ServerContext } from './server';
import { type Ground, steadily } from './steady';
import { withTexts } from './texts';
import { showWhatIf, type TrialArgument, WHAT_IF } from './what-if';

const FIX_ALL = `${CodeActionKind.SourceFixAll}.flagwright`;

export const ACTION_KINDS = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL] as const;

/** `removeEverywhere` plans, shows, edits and reports; `reportRemoval` says what a code action's edit has left. */
export const COMMANDS = [
  'flagwright.removeEverywhere',
  'flagwright.reportRemoval',
  EDIT_FLAG,
  WHAT_IF,
] as const;

/** What an action needs to be worked out when it is chosen. */
interface ActionData {
  /** The document in which it was offered, and that document's version. */
  readonly uri: string;
  readonly version?: number;
  readonly work: Work;
}

type Work =
  | { readonly kind: 'removal'; readonly request: RemovalRequest }
  | { readonly kind: 'fixAll'; readonly file: string; readonly flags: readonly string[] };

export function registerActions(context: ServerContext): void {
  const { connection, guard, folderOf, abilities } = context;
  const offers = registerOffers(context);
  const removals = registerRemovals(context, offers);
  registerCleanUp(context, offers, removals);
  registerNewFlag(context);

  connection.onCodeAction(guard.request('code actions', [], (params) => listActions(context, params)));

  connection.onCodeActionResolve(async (action, token) => {
    const data = (action.data ?? {}) as Partial<ActionData>;
    // Its spans are those of the text in which it was offered, and no client checks the version of an action's edit.
    const checkVersion = (): void => {
      if (data.uri === undefined || data.version === context.documents.get(data.uri)?.version) return;
      throw new ResponseError(LSPErrorCodes.ContentModified, 'The file has changed since this was offered.');
    };
    const resolve = guard.request<CodeAction, CodeAction | ResponseError<void>>(
      'code action resolve',
      action,
      async () => {
        const place = data.uri === undefined ? undefined : folderOf(data.uri);
        return place ? workedOut(context, place.folder, action, data as ActionData, token) : action;
      },
    );
    checkVersion();
    const resolved = await resolve(action, token);
    if (resolved instanceof ResponseError) throw resolved;
    checkVersion();
    return resolved;
  });

  connection.onExecuteCommand(
    guard.request('command', null, async ({ command, arguments: args }: ExecuteCommandParams) => {
      if (command === EDIT_FLAG) {
        const argument = args?.[0] as EditArgument | undefined;
        const place = argument?.uri === undefined ? undefined : folderOf(argument.uri);
        if (place && abilities().appliesEdits) await editFlag(context, place.folder, argument!);
        return null;
      }
      if (command === 'flagwright.reportRemoval') {
        tell(context, args?.[0] as PlacedReport);
        return null;
      }
      if (command === WHAT_IF) {
        const trial = args?.[0] as TrialArgument | undefined;
        const place = trial?.uri === undefined ? undefined : folderOf(trial.uri);
        if (place) await showWhatIf(context, place.folder, trial!);
        return null;
      }
      const argument = args?.[0] as { uri?: string; request?: RemovalRequest } | undefined;
      const place = argument?.uri === undefined ? undefined : folderOf(argument.uri);
      const request = argument?.request;
      if (command !== 'flagwright.removeEverywhere' || !place || !request) return null;
      if (!abilities().appliesEdits) return null;
      // Editors wait for a command, some of them with everything else; this one takes as long as a person does.
      guard.background('removing a flag everywhere', () => removals.everywhere(place.folder, request));
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
  const snapshot = await folder.current(path);
  const list: CodeAction[] = [];
  if (only?.some((wanted) => isKind(FIX_ALL, wanted)) && (await context.settings.current()).fixAll) {
    const flags = flagsToFix(snapshot, path);
    const action = { title: l10n.t('Remove flags that are due and fully on'), kind: FIX_ALL };
    if (flags.length > 0)
      list.push(
        await atLast(context, folder, textDocument.uri, action, { kind: 'fixAll', file: path, flags }),
      );
  }
  const lines = await folder.lines(path);
  const selection = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
  const actions = await withTexts(folder, (textOf) => codeActions(snapshot, path, selection, textOf));
  for (const action of actions.flatMap((one) => answered(context, one))) {
    const isQuickFix = action.findings.length > 0 || action.isQuickFix === true;
    const kind = isQuickFix ? CodeActionKind.QuickFix : CodeActionKind.RefactorRewrite;
    if (only && !only.some((wanted) => isKind(kind, wanted))) continue;
    const converted = await toCodeAction(context, folder, { uri: textDocument.uri, path }, action, kind);
    if (converted) list.push(converted);
  }
  return list;
}

async function toCodeAction(
  context: ServerContext,
  folder: Folder,
  { uri, path }: { readonly uri: string; readonly path: string },
  { title, findings, isPreferred, change }: Action,
  kind: CodeActionKind,
): Promise<CodeAction | undefined> {
  const { disabledActions, preferredActions, appliesEdits } = context.abilities();
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
    case 'newFlag': {
      if (!context.abilities().ownCommands || !appliesEdits) return undefined;
      const { key, wrap } = change;
      const range = wrap && (await folder.lines(path)).rangeOf(wrap);
      return { ...action, command: { title, command: NEW_FLAG, arguments: [{ uri, key, range }] } };
    }
    case 'trial':
      return { ...action, command: command(title, WHAT_IF, { uri, trial: change.trial }) };
    case 'entry':
      return appliesEdits
        ? { ...action, command: editCommand(title, uri, change.request) }
        : withEntryEdit(context, { folder, path }, action, change.request);
    case 'question':
      return { ...action, command: askCommand(title, uri, change.question) };
    case 'removal': {
      const { request } = change;
      if (request.scope.kind !== 'everywhere') return atLast(context, folder, uri, action, change);
      if (!appliesEdits) return undefined;
      return { ...action, command: command(title, 'flagwright.removeEverywhere', { uri, request }) };
    }
  }
}

/** A client that cannot ask gets the likeliest answers as actions of their own. */
function answered({ abilities }: ServerContext, action: Action): Action[] {
  const { change } = action;
  if (change.kind !== 'question' || (abilities().ownCommands && abilities().appliesEdits)) return [action];
  const { file, key, environment, choices } = change.question;
  return choices.slice(0, 3).map(({ title, task }) => ({
    ...action,
    title,
    change: {
      kind: 'entry',
      request: { file, key, ...(environment !== undefined && { environment }), ...task },
    },
  }));
}

/** For clients that no command can give an edit. */
async function withEntryEdit(
  context: ServerContext,
  { folder, path }: { readonly folder: Folder; readonly path: string },
  action: CodeAction,
  request: EntryRequest,
): Promise<CodeAction | undefined> {
  const snapshot = await folder.current(path);
  const change = await withTexts(folder, (textOf) => entryChange(snapshot, request, textOf));
  if (!('refusal' in change))
    return { ...action, edit: await toWorkspaceEdit(context, folder, change.edits) };
  return context.abilities().disabledActions
    ? { ...action, disabled: { reason: change.refusal } }
    : undefined;
}

/** An action that is worked out when it is chosen; at once for a client that cannot ask again, and then without types. */
async function atLast(
  context: ServerContext,
  folder: Folder,
  uri: string,
  action: CodeAction,
  work: Work,
): Promise<CodeAction> {
  if (!context.abilities().resolvesActions.edit) return withEdit(context, folder, action, work);
  const version = context.documents.get(uri)?.version;
  const data: ActionData = { uri, work, ...(version !== undefined && { version }) };
  return { ...action, data };
}

/** Plans what an action does, with a type check of the result, and shows that it takes its time. */
async function workedOut(
  context: ServerContext,
  folder: Folder,
  action: CodeAction,
  { work }: ActionData,
  token: CancellationToken,
): Promise<CodeAction | ResponseError<void>> {
  const { connection, abilities } = context;
  const planned = await withProgress(
    connection,
    abilities(),
    action.title,
    (signal, say) => withEdit(context, folder, action, work, signal, say),
    token,
  );
  return planned ?? new ResponseError(LSPErrorCodes.RequestCancelled, 'The removal was cancelled.');
}

/** The edit, and behind it a word on what it leaves. With a `signal` the plan is type-checked. */
async function withEdit(
  context: ServerContext,
  folder: Folder,
  action: CodeAction,
  work: Work,
  signal?: AbortSignal,
  say?: (message: string) => void,
): Promise<CodeAction> {
  if (work.kind === 'fixAll') {
    const plan = ({ workspace, check }: Ground) => planCleanUp(workspace, work.file, work.flags, check);
    const edits = await steadily(folder, signal, plan, say);
    return { ...action, edit: await toWorkspaceEdit(context, folder, edits) };
  }
  const { request } = work;
  const { plan } = await planSteadily(folder, request, signal, say);
  const report = reportRemoval(plan, request.scope.kind);
  const { resolvesActions } = context.abilities();
  const mayTell = report !== undefined && (resolvesActions.command || !resolvesActions.edit);
  return {
    ...action,
    ...(plan.files.length > 0 && { edit: await toWorkspaceEdit(context, folder, plan.files) }),
    ...(mayTell && {
      command: command('Report', 'flagwright.reportRemoval', await placeReport(folder, report, plan.files)),
    }),
  };
}

function command(title: string, name: (typeof COMMANDS)[number], ...args: unknown[]): Command {
  return { title, command: name, arguments: args };
}

/** Kinds are dotted: `refactor` asks for `refactor.rewrite` too. */
function isKind(kind: string, wanted: string): boolean {
  return wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`);
}
