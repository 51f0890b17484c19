import * as l10n from '@vscode/l10n';
import { MessageType } from 'vscode-languageserver';
import { commitMessage, type DueFlag, describeSize, dueFlags } from '../features/clean-up';
import { proposeSeveral, reportSeveral, type SeveralOutcome } from '../features/removal-report';
import type { RemovalRequest } from '../removal/plan-removal';
import type { Moment } from '../removal/removal-draft';
import { planSeveral, type SeveralRemovals } from '../removal/several';
import { applyEdits } from '../text/edits';
import { editsBetween } from '../text/patch';
import type { Folder } from './folder';
import { notWhole, say } from './messages';
import type { Offers } from './offers';
import { withProgress } from './progress';
import type { PlacedRemark, PlacedReport } from './removal-report';
import { knowledgeOf, planSteadily, type Removals, takeInClosedFiles } from './removals';
import type { ServerContext } from './server';
import { type Ground, steadily } from './steady';

/** A flag of a folder, and how it is to be removed. */
interface Chosen {
  readonly folder: string;
  readonly request: RemovalRequest;
}

/**
 * Cleaning up: `flagwright/dueFlags` lists what is due, `flagwright/removalSize` says what one removal deletes, and
 * `flagwright/cleanUp` plans several together and offers them as one change.
 */
export function registerCleanUp(context: ServerContext, offers: Offers, removals: Removals): void {
  const { connection, guard, folders } = context;
  const folderNamed = (name: string): Folder | undefined => folders().find((one) => one.uriOf('') === name);

  connection.onRequest(
    'flagwright/dueFlags',
    guard.request('the flags that are due', null, async () => {
      const flags: (DueFlag & { folder: string; folderName: string })[] = [];
      for (const folder of folders()) {
        if (!(await folder.whole()) && folder.isPart()) return null;
        for (const flag of dueFlags(await folder.current()))
          flags.push({ ...flag, folder: folder.uriOf(''), folderName: folder.name });
      }
      return { flags };
    }),
  );

  connection.onRequest(
    'flagwright/removalSize',
    guard.request('the size of a removal', null, async ({ folder: name, request }: Chosen) => {
      const folder = folderNamed(name);
      if (!folder) return null;
      // Without a type check: it is a number to choose by.
      const { plan, texts } = await planSteadily(folder, request, undefined);
      const changes = plan.files.map(({ file, edits }) => {
        const before = texts.get(file) ?? '';
        return { file, before, after: applyEdits(before, edits) };
      });
      return { size: describeSize(plan, changes) };
    }),
  );

  connection.onRequest(
    'flagwright/cleanUp',
    guard.request('cleaning up', null, async ({ flags }: { flags: readonly Chosen[] }) => {
      for (const name of new Set(flags.map(({ folder }) => folder))) {
        const folder = folderNamed(name);
        const requests = flags.filter((flag) => flag.folder === name).map(({ request }) => request);
        // It takes as long as a person does.
        const [only, ...more] = requests;
        if (!folder || !only) continue;
        guard.background('cleaning up', () =>
          more.length === 0 ? removals.everywhere(folder, only) : cleanUp(context, offers, folder, requests),
        );
      }
      return null;
    }),
  );
}

async function cleanUp(
  context: ServerContext,
  offers: Offers,
  folder: Folder,
  requests: readonly RemovalRequest[],
): Promise<void> {
  const { connection, abilities, log } = context;
  const keys = requests.map(({ flag }) => flag);
  if (!(await folder.whole())) return say(connection, MessageType.Warning, notWhole());
  await takeInClosedFiles(context, folder, keys);
  const title = l10n.t('Planning the removal of {0} flags', requests.length);
  const removal = l10n.t('Remove {0} flags', requests.length);
  const planned = await withProgress(connection, abilities(), title, (signal, say) => {
    const plan = async ({ workspace, check }: Ground) => ({
      several: await planSeveral(workspace, requests, check, signal),
      knowledge: await knowledgeOfAll(folder, keys),
    });
    return steadily(folder, signal, plan, say);
  });
  if (!planned) return log(`The removal of ${keys.join(', ')} was cancelled.`);
  const { several, knowledge } = planned;
  const files = several.changes.map(({ file, before, after }) => ({
    file,
    edits: editsBetween(before ?? '', after ?? ''),
  }));
  const message = commitMessage(folder.workspace.snapshot(), requests);
  const outcome = outcomeOf(several);
  if (files.length === 0) return say(connection, MessageType.Warning, reportSeveral(outcome));
  await offers.make(folder, {
    title: removal,
    label: removal,
    failure: l10n.t('{flags} flags were not removed.', { flags: requests.length }),
    files,
    texts: new Map(several.changes.map(({ file, before }) => [file, before ?? ''])),
    proposal: reportOf(folder, several, proposeSeveral(outcome), 'before'),
    outcome: async () => ({
      ...reportOf(folder, several, reportSeveral(outcome), 'after'),
      commit: { message, uri: folder.uriOf('') },
    }),
    obstacle: async () =>
      (await knowledgeOfAll(folder, keys)) === knowledge
        ? undefined
        : l10n.t('The places that name the flags have changed since the removal was planned.'),
    again: () => cleanUp(context, offers, folder, requests),
  });
}

async function knowledgeOfAll(folder: Folder, keys: readonly string[]): Promise<string> {
  const parts: string[] = [];
  for (const key of keys) parts.push(await knowledgeOf(folder.workspace, key));
  return parts.join('\n');
}

function outcomeOf({ plans, draft, changes }: SeveralRemovals): SeveralOutcome {
  return {
    flags: plans.length,
    entries: plans.filter(({ removesEntry }) => removesEntry).length,
    files: changes.length,
    left: draft.review().length,
    checks: plans.map((plan) => plan.checks),
  };
}

function reportOf(folder: Folder, { draft }: SeveralRemovals, summary: string, when: Moment): PlacedReport {
  const placed = (remarks: ReturnType<typeof draft.review>): PlacedRemark[] =>
    remarks.map(({ file, range, text }) => ({
      uri: folder.uriOf(file),
      range,
      name: `${file}:${range.start.line + 1}`,
      text,
    }));
  const left = placed(draft.review(when));
  return { isPartial: left.length > 0, summary, message: summary, left, notes: placed(draft.notes(when)) };
}
