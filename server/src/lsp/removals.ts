import { MessageType, ResponseError, type TextDocumentPositionParams } from 'vscode-languageserver';
import { FLAG_GROUPS, type ListedFlag, listFlags } from '../features/flag-list';
import { describeKeep } from '../features/removal';
import { proposeRemoval, reportRemoval } from '../features/removal-report';
import { keyOf, targetAt } from '../features/target';
import { planFromWorkspace } from '../removal/from-workspace';
import type { RemovalPlan } from '../removal/plan';
import type { RemovalRequest } from '../removal/plan-removal';
import { applyEdits } from '../text/edits';
import type { Workspace } from '../workspace/workspace';
import { toWorkspaceEdit } from './edits';
import type { Folder } from './folder';
import { ask, say } from './messages';
import { withProgress } from './progress';
import { type PlacedReport, placeReport, tell } from './removal-report';
import type { ServerContext } from './server';
import { steadily } from './steady';

/** A plan, and what it rests on. */
export interface Planned {
  readonly request: RemovalRequest;
  readonly plan: RemovalPlan;
  /** The texts that the planner has seen. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  /** What was known of the flag. */
  readonly knowledge: string;
}

/** A plan for the client to show; the client answers with `flagwright/applyRemoval` or `flagwright/discardRemoval`. */
interface RemovalPreview {
  readonly id: number;
  readonly title: string;
  readonly files: readonly { readonly uri: string; readonly before: string; readonly after: string }[];
  readonly report: PlacedReport;
}

export interface Removals {
  /**
   * Removes a flag everywhere: plans, shows the plan, and applies it when the person agrees. A client of ours shows it
   * whole, any other asks in a message, and one that cannot ask gets the edit.
   */
  everywhere(folder: Folder, request: RemovalRequest): Promise<void>;
}

export function registerRemovals(context: ServerContext): Removals {
  const { connection, guard, abilities, log } = context;
  /** Plans that the client is showing. */
  const shown = new Map<number, { readonly folder: Folder; readonly planned: Planned }>();
  let lastId = 0;

  const everywhere = async (folder: Folder, request: RemovalRequest): Promise<void> => {
    await folder.loaded;
    await takeInClosedFiles(context, folder, request.flag);
    const title = `Planning the removal of '${request.flag}'`;
    const planned = await withProgress(connection, abilities(), title, (signal) =>
      planSteadily(folder, request, signal),
    );
    if (!planned) return log(`The removal of '${request.flag}' was cancelled.`);
    if (planned.plan.files.length === 0) return report(folder, planned);
    if (abilities().showsRemovals) return show(folder, planned);
    if (await agrees(folder, planned)) await apply(folder, planned);
  };

  const show = async (folder: Folder, planned: Planned): Promise<void> => {
    const { flag, keep } = planned.request;
    const id = ++lastId;
    shown.set(id, { folder, planned });
    const preview: RemovalPreview = {
      id,
      title: `Remove flag '${flag}': ${describeKeep(keep)}`,
      files: planned.plan.files.map(({ file, edits }) => {
        const before = planned.texts.get(file) ?? '';
        return { uri: folder.uriOf(file), before, after: applyEdits(before, edits) };
      }),
      report: await placeReport(folder, proposeRemoval(planned.plan)),
    };
    await connection.sendNotification('flagwright/removalPlanned', preview);
  };

  /** Asks in a message. A client that knows no such request has asked its person by offering the command. */
  const agrees = async (folder: Folder, { plan }: Planned): Promise<boolean> => {
    const { message } = await placeReport(folder, proposeRemoval(plan));
    try {
      return (await ask(connection, MessageType.Info, message, 'Apply', 'Cancel')) === 'Apply';
    } catch (error) {
      log(`The client does not ask questions (${String(error)}), so the removal is applied.`);
      return true;
    }
  };

  /** One edit for all files, if nothing has changed since it was planned; all of it or nothing. */
  const apply = async (folder: Folder, planned: Planned): Promise<boolean> => {
    const { request, plan } = planned;
    const fail = (why: string): false => {
      log(`Flag '${request.flag}' was not removed. ${why}`);
      guard.background('planning a removal again', async () => {
        const message = `Flag '${request.flag}' was not removed, and nothing was changed. ${why}`;
        const answer = await ask(connection, MessageType.Error, message, 'Plan Again');
        if (answer !== undefined) await everywhere(folder, request);
      });
      return false;
    };
    const whatChanged = await whatHasChanged(folder, planned);
    if (whatChanged !== undefined) return fail(whatChanged);
    const revision = folder.revision();
    const edit = await toWorkspaceEdit(context, folder, plan.files);
    const outcome = reportRemoval(plan, request.scope.kind);
    const placed = outcome && (await placeReport(folder, outcome, plan.files));
    // Typed while the edit was put together.
    if (!folder.isCurrent() || folder.revision() !== revision) return fail('A file has changed just now.');
    const { applied, failureReason } = await connection.workspace.applyEdit({
      label: `Remove flag '${request.flag}'`,
      edit,
      ...(abilities().editMetadata && { metadata: { isRefactoring: true } }),
    });
    if (!applied) {
      return fail(failureReason ?? 'The editor did not apply the edit, perhaps because a file has changed.');
    }
    if (placed) tell(context, placed);
    return true;
  };

  const report = async (folder: Folder, { plan, request }: Planned): Promise<void> => {
    const outcome = reportRemoval(plan, request.scope.kind);
    if (outcome) tell(context, await placeReport(folder, outcome, plan.files));
  };

  connection.onRequest(
    'flagwright/flags',
    guard.request('the list of flags', { flags: [] }, (cursor: TextDocumentPositionParams | null) =>
      flagsFor(context, cursor),
    ),
  );
  connection.onRequest('flagwright/applyRemoval', async ({ id }: { id: number }, token) => {
    const run = guard.request('applying a removal', { applied: false }, async () => {
      const entry = shown.get(id);
      shown.delete(id);
      if (entry) return { applied: await apply(entry.folder, entry.planned) };
      say(connection, MessageType.Warning, 'This plan is no longer known. Please plan the removal again.');
      return { applied: false };
    });
    const result = await run(undefined, token);
    // Half a second's work that must not be stopped in its middle.
    return result instanceof ResponseError ? { applied: false } : result;
  });
  connection.onNotification('flagwright/discardRemoval', ({ id }: { id: number }) => {
    shown.delete(id);
  });

  return {
    everywhere: async (folder, request) => {
      try {
        await everywhere(folder, request);
      } catch (error) {
        say(
          connection,
          MessageType.Error,
          `Flag '${request.flag}' was not removed: Flagwright failed on it.`,
        );
        throw error;
      }
    },
  };
}

/** The flags of all folders, and the one under the cursor. */
async function flagsFor(
  { folders, folderOf }: ServerContext,
  cursor: TextDocumentPositionParams | null,
): Promise<{ flags: (ListedFlag & { uri: string })[]; current?: string }> {
  const flags: (ListedFlag & { uri: string })[] = [];
  for (const folder of folders()) {
    await folder.loaded;
    const listed = listFlags(await folder.current());
    flags.push(...listed.map((flag) => ({ ...flag, uri: folder.uriOf(flag.file) })));
  }
  // Flags of several folders stand together by what is to be done with them.
  flags.sort((a, b) => FLAG_GROUPS.indexOf(a.group) - FLAG_GROUPS.indexOf(b.group));
  const place = cursor?.textDocument && folderOf(cursor.textDocument.uri);
  if (!place) return { flags };
  const { folder, path } = place;
  const offset = (await folder.lines(path)).offsetAt(cursor.position);
  const target = targetAt(await folder.current(), path, offset);
  const current = target && keyOf(target);
  return { flags, ...(current !== undefined && { current }) };
}

/** The plan of a removal, type-checked where that can be done and a `signal` may end it. */
export function planSteadily(
  folder: Folder,
  request: RemovalRequest,
  signal: AbortSignal | undefined,
): Promise<Planned> {
  return steadily(folder, signal, async ({ workspace, check, texts }) => {
    const plan = await planFromWorkspace(workspace, request, check);
    return { request, plan, texts, knowledge: await knowledgeOf(workspace, request.flag) };
  });
}

/** What stands against carrying out a plan now, in a sentence. */
async function whatHasChanged(
  folder: Folder,
  { request, plan, texts, knowledge }: Planned,
): Promise<string | undefined> {
  await folder.current();
  for (const { file } of plan.files) {
    if ((await folder.workspace.text(file)) !== texts.get(file))
      return `${file} has changed since the removal was planned.`;
  }
  return (await knowledgeOf(folder.workspace, request.flag)) === knowledge
    ? undefined
    : `The places that name '${request.flag}' have changed since the removal was planned.`;
}

/** Everything that a plan follows from, besides the texts that it changes. */
async function knowledgeOf(workspace: Workspace, flag: string): Promise<string> {
  await workspace.findMentions([flag]);
  const snapshot = workspace.snapshot();
  const places = (list: readonly { readonly file: string; readonly span: unknown }[] = []) =>
    list.map(({ file, span }) => [file, span]);
  return JSON.stringify([
    snapshot.flag(flag)?.declarations.map((one) => [one.flag.file, one.flag.span, one.flag.state]),
    snapshot.readsOf(flag).map(({ file, span, certainty }) => [file, span, certainty]),
    places(snapshot.dynamicReadsOf(flag)),
    places(snapshot.writesOf(flag)),
    places(snapshot.codeDeclarationsOf(flag)),
    places(snapshot.mentionsOf(flag)),
  ]);
}

/** Files that are not open may have changed in the last moment; an edit carries no version of theirs. */
async function takeInClosedFiles({ documents }: ServerContext, folder: Folder, flag: string): Promise<void> {
  const snapshot = await folder.current();
  const declarations = snapshot.flag(flag)?.declarations ?? [];
  const files = new Set([
    ...snapshot.readsOf(flag).map(({ file }) => file),
    ...declarations.map((declaration) => declaration.flag.file),
  ]);
  const closed = [...files].filter((file) => !documents.get(folder.uriOf(file)));
  if (closed.length > 0) folder.touch(closed);
}
