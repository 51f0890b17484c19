import * as l10n from '@vscode/l10n';
import { MessageType, type TextDocumentPositionParams } from 'vscode-languageserver';
import { commitMessage } from '../features/clean-up';
import { FLAG_GROUPS, type ListedFlag, listFlags, namedFlag } from '../features/flag-list';
import { describeKeep } from '../features/removal';
import { proposeRemoval, reportRemoval } from '../features/removal-report';
import { keyOf, targetAt } from '../features/target';
import { planFromWorkspace } from '../removal/from-workspace';
import type { RemovalPlan } from '../removal/plan';
import type { RemovalRequest } from '../removal/plan-removal';
import { TooDeep } from '../usages/source';
import type { Workspace } from '../workspace/workspace';
import type { Folder } from './folder';
import { notWhole, say } from './messages';
import type { Offers } from './offers';
import { withProgress } from './progress';
import { placeReport, tell } from './removal-report';
import type { ServerContext } from './server';
import { type Ground, steadily } from './steady';

/** A plan, and what it rests on. */
export interface Planned {
  readonly request: RemovalRequest;
  readonly plan: RemovalPlan;
  /** The texts that the planner has seen. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  /** What was known of the flag. */
  readonly knowledge: string;
}

export interface Removals {
  /**
   * Removes a flag everywhere: plans, shows the plan, and applies it when the person agrees. A client of ours shows it
   * whole, any other asks in a message, and one that cannot ask gets the edit.
   */
  everywhere(folder: Folder, request: RemovalRequest): Promise<void>;
}

export function registerRemovals(context: ServerContext, offers: Offers): Removals {
  const { connection, guard, abilities, log } = context;

  const everywhere = async (folder: Folder, request: RemovalRequest): Promise<void> => {
    const { flag, keep } = request;
    if (!(await folder.whole())) return say(connection, MessageType.Warning, notWhole());
    await takeInClosedFiles(context, folder, [flag]);
    const title = l10n.t("Planning the removal of '{0}'", flag);
    const planned = await withProgress(connection, abilities(), title, (signal, say) =>
      planSteadily(folder, request, signal, say),
    );
    if (!planned) return log(`The removal of '${flag}' was cancelled.`);
    const { plan, texts, knowledge } = planned;
    if (plan.files.length === 0) return report(folder, planned);
    // What is known of the flag now is gone when it has been removed.
    const message = commitMessage(folder.workspace.snapshot(), [request]);
    await offers.make(folder, {
      title: l10n.t("Remove flag '{0}': {1}", flag, describeKeep(keep)),
      label: l10n.t("Remove flag '{0}'", flag),
      failure: l10n.t("Flag '{flag}' was not removed.", { flag }),
      files: plan.files,
      orphans: plan.orphans,
      texts,
      proposal: await placeReport(folder, proposeRemoval(plan)),
      outcome: async () => {
        const outcome = reportRemoval(plan, request.scope.kind);
        const placed = outcome && (await placeReport(folder, outcome, plan.files));
        return placed && { ...placed, commit: { message, uri: folder.uriOf('') } };
      },
      obstacle: async () =>
        (await knowledgeOf(folder.workspace, flag)) === knowledge
          ? undefined
          : l10n.t("The places that name '{0}' have changed since the removal was planned.", flag),
      again: () => everywhere(folder, request),
    });
  };

  const report = async (folder: Folder, { plan, request }: Planned): Promise<void> => {
    const outcome = reportRemoval(plan, request.scope.kind);
    if (outcome) tell(context, await placeReport(folder, outcome, plan.files));
  };

  connection.onRequest(
    'flagwright/flags',
    guard.request('the list of flags', null, (asked: FlagsParams | null) => flagsFor(context, asked)),
  );
  return {
    everywhere: async (folder, request) => {
      try {
        await everywhere(folder, request);
      } catch (error) {
        say(
          connection,
          MessageType.Error,
          error instanceof TooDeep
            ? l10n.t("Flag '{0}' was not removed. {1}.", request.flag, error.message)
            : l10n.t("Flag '{0}' was not removed: Flagwright failed on it.", request.flag),
        );
        if (!(error instanceof TooDeep)) throw error;
      }
    },
  };
}

/** Where the cursor is, if it is in a document, and a name that somebody has typed. */
type FlagsParams = Partial<TextDocumentPositionParams> & { readonly name?: string };

type Placed = ListedFlag & { readonly uri: string };

/** The flags of all folders, the one under the cursor, and the one that is named; nothing where a person has stopped the reading. */
async function flagsFor(
  { folders, folderOf }: ServerContext,
  asked: FlagsParams | null,
): Promise<{ flags: Placed[]; current?: string; named?: Placed } | null> {
  const flags: Placed[] = [];
  for (const folder of folders()) {
    if (!(await folder.whole()) && folder.isPart()) return null;
    const listed = listFlags(await folder.current());
    flags.push(...listed.map((flag) => ({ ...flag, uri: folder.uriOf(flag.file) })));
  }
  // Flags of several folders stand together by what is to be done with them.
  flags.sort((a, b) => FLAG_GROUPS.indexOf(a.group) - FLAG_GROUPS.indexOf(b.group));
  const place = asked?.textDocument && folderOf(asked.textDocument.uri);
  const [folder = place?.folder] = place ? [place.folder] : folders();
  const uri = place ? asked!.textDocument!.uri : folder?.uriOf('');
  const isListed = flags.some(({ key }) => key === asked?.name);
  const named =
    asked?.name && uri && !isListed
      ? { named: { ...namedFlag(asked.name, place?.path ?? ''), uri } }
      : undefined;
  if (!place || !asked?.position) return { flags, ...named };
  const offset = (await place.folder.lines(place.path)).offsetAt(asked.position);
  const target = targetAt(await place.folder.current(), place.path, offset);
  const current = target && keyOf(target);
  return { flags, ...named, ...(current !== undefined && { current }) };
}

/** The plan of a removal, type-checked where that can be done and a `signal` may end it. */
export function planSteadily(
  folder: Folder,
  request: RemovalRequest,
  signal: AbortSignal | undefined,
  say?: (message: string) => void,
): Promise<Planned> {
  const plan = async ({ workspace, check, texts }: Ground): Promise<Planned> => ({
    request,
    plan: await planFromWorkspace(workspace, request, check),
    texts,
    knowledge: await knowledgeOf(workspace, request.flag),
  });
  return steadily(folder, signal, plan, say);
}

/** Everything that a plan follows from, besides the texts that it changes. */
export async function knowledgeOf(workspace: Workspace, flag: string): Promise<string> {
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
export async function takeInClosedFiles(
  { documents }: ServerContext,
  folder: Folder,
  flags: readonly string[],
): Promise<void> {
  const snapshot = await folder.current();
  const files = new Set(
    flags.flatMap((flag) => [
      ...snapshot.readsOf(flag).map(({ file }) => file),
      ...(snapshot.flag(flag)?.declarations ?? []).map((declaration) => declaration.flag.file),
    ]),
  );
  const closed = [...files].filter((file) => !documents.get(folder.uriOf(file)));
  if (closed.length > 0) folder.touch(closed);
}
