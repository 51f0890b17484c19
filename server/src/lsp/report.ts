import * as l10n from '@vscode/l10n';
import { report } from '../features/report';
import { reportPage } from '../features/report-page';
import type { Folder } from './folder';
import { withProgress } from './progress';
import type { Runtime } from './runtime';
import type { ServerContext } from './server';
import { steadily } from './steady';

/** The folder by a URI in it; the first one where absent. */
interface ReportParams {
  readonly uri?: string;
}

/** A page to be shown, and the folder that its paths lie in; nothing where there is none, or a person stopped it. */
type ReportAnswer = { readonly html: string; readonly title: string; readonly uri: string } | null;

/** Answers the request `flagwright/report`. */
export function registerReport(context: ServerContext, { pageParts }: Runtime): void {
  const { connection, guard, folderOf, folders, abilities } = context;
  connection.onRequest(
    'flagwright/report',
    guard.request('report', null, async ({ uri }: ReportParams, token): Promise<ReportAnswer> => {
      const folder = (uri === undefined ? undefined : folderOf(uri)?.folder) ?? folders()[0];
      if (!folder || !pageParts) return null;
      const data = await withProgress(
        connection,
        abilities(),
        l10n.t('Making the report of all flags'),
        (signal, say) => reportOf(folder, signal, say),
        token,
      );
      return data
        ? { html: reportPage(data, await pageParts()), title: data.title, uri: folder.uriOf('') }
        : null;
    }),
  );
}

async function reportOf(folder: Folder, signal: AbortSignal, say: (message: string) => void) {
  if (!(await folder.whole())) return undefined;
  await folder.workspace.historyRead();
  const debt = await folder.debt(signal);
  return steadily(folder, undefined, ({ workspace }) =>
    report(workspace, {
      title: folder.name,
      debt,
      signal,
      onProgress: (done, due) => say(l10n.t('{0} of {1} removals', done, due)),
    }),
  );
}
