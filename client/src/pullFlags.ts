/** Pulls the flags of services into files of the workspace, in a process of its own. */
import {
  type ExtensionContext,
  env,
  type LogOutputChannel,
  l10n,
  ProgressLocation,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { ServerNow } from './extension';
import { plain } from './plain';
import { type PullResult, runPull } from './pullProcess';
import { createTokens } from './tokens';

/** What is pulled, as the configuration says it. */
export interface Source {
  readonly service: string;
  readonly url?: string;
  readonly project?: string;
  readonly environment?: string;
  readonly file?: string;
}

export interface Service {
  readonly name: string;
  readonly title: string;
  readonly tokenVariable: string;
  readonly tokenKind: string;
  readonly url?: string;
}

/** A source with the folder that its snapshot lies in. */
interface Job {
  readonly root: string;
  readonly source: Source;
  readonly service: Service;
}

/** The answer to `flagwright/pullSources`. */
interface Offer {
  readonly folders: readonly {
    readonly name: string;
    readonly uri: string;
    readonly sources: readonly Source[];
  }[];
  readonly services: readonly Service[];
}

export interface PullCommands {
  /** Asks what is pulled, and pulls it while the person watches. */
  pull(): Promise<void>;
  /** Pulls what the team has agreed on, where a token is known; asks nothing. */
  pullQuietly(): Promise<void>;
  forgetTokens(): Promise<void>;
}

export function createPullCommands(
  context: ExtensionContext,
  server: ServerNow,
  log: LogOutputChannel,
): PullCommands {
  const tokens = createTokens(context);
  const module = context.asAbsolutePath('dist/pull.js');
  const told = new Map<string, string>();

  const offerNow = async (): Promise<Offer | undefined> => {
    const client = await server();
    return client?.isRunning() ? client.sendRequest<Offer>('flagwright/pullSources', {}) : undefined;
  };

  const watched = async (job: Job): Promise<void> => {
    for (let isAgain = false; ; isAgain = true) {
      const token = await tokens.ask(job.service, addressOf(job), isAgain);
      if (token === undefined) return;
      const title = plain(l10n.t('Pulling flags from {0}', nameOf(job)));
      const outcome = await window.withProgress(
        { location: ProgressLocation.Notification, title, cancellable: true },
        (progress, cancellation) =>
          runPull(module, { ...job, token }, cancellation, (message) =>
            progress.report({ message: plain(message) }),
          ),
      );
      if ('result' in outcome) return succeed(job, outcome.result);
      if (outcome.kind === 'cancelled') return;
      log.warn(outcome.problem);
      const isToken = outcome.kind === 'token' || outcome.kind === 'forbidden';
      const other = l10n.t('Enter Another Token');
      const answer = await window.showErrorMessage(plain(outcome.problem), ...(isToken ? [other] : []));
      if (answer !== other) return;
    }
  };

  const succeed = async (job: Job, result: PullResult): Promise<void> => {
    log.info(summaryOf(job, result));
    for (const note of result.notes) log.info(note);
    const [open, copy] = [l10n.t('Open Snapshot'), l10n.t('Copy for flagwright.config.json')];
    const answer = await window.showInformationMessage(
      plain(summaryOf(job, result)),
      ...(result.isNew ? [open] : []),
      ...(job.source.file === undefined && !isConfigured.has(job.source) ? [copy] : []),
    );
    if (answer === open) await window.showTextDocument(Uri.joinPath(Uri.file(job.root), result.file));
    if (answer === copy) await env.clipboard.writeText(`"pull": [${JSON.stringify(job.source)}]`);
  };
  const isConfigured = new WeakSet<Source>();

  return {
    async pull() {
      const offer = await offerNow();
      if (!offer || offer.folders.length === 0) {
        await window.showInformationMessage(
          l10n.t('Flagwright does not run here: open a folder, and turn it on, to pull flags into it.'),
        );
        return;
      }
      const configured = jobsOf(offer);
      for (const { source } of configured) isConfigured.add(source);
      const chosen = await choose(offer, configured);
      for (const job of chosen) await watched(job);
    },

    async pullQuietly() {
      const offer = workspace.isTrusted ? await offerNow() : undefined;
      for (const job of offer ? jobsOf(offer) : []) {
        const token = await tokens.known(job.service, addressOf(job));
        if (token === undefined) continue;
        const outcome = await runPull(module, { ...job, token }, undefined, (message) => log.debug(message));
        const key = JSON.stringify([job.root, job.source]);
        if ('result' in outcome) {
          told.delete(key);
          log.info(summaryOf(job, outcome.result));
        } else if (told.get(key) !== outcome.problem) {
          // Once is enough, as long as it is the same.
          told.set(key, outcome.problem);
          log.warn(outcome.problem);
          void window.showWarningMessage(plain(outcome.problem));
        }
      }
    },

    async forgetTokens() {
      const count = await tokens.forgetAll();
      await window.showInformationMessage(
        count === 0
          ? l10n.t('No token is kept.')
          : count === 1
            ? l10n.t('1 token is forgotten.')
            : l10n.t('{0} tokens are forgotten.', count),
      );
    },
  };
}

function jobsOf({ folders, services }: Offer): Job[] {
  return folders.flatMap(({ uri, sources }) =>
    sources.flatMap((source) => {
      const service = services.find(({ name }) => name === source.service);
      return service ? [{ root: Uri.parse(uri).fsPath, source, service }] : [];
    }),
  );
}

/** Where the service answers; whoever is asked there gets the token. */
function addressOf({ source, service }: Job): string {
  const url = source.url ?? service.url ?? '';
  return URL.canParse(url) ? new URL(url).origin : url;
}

function nameOf({ source, service }: Job): string {
  const place = [source.project, source.environment].filter((part) => part !== undefined).join(', ');
  return place === '' ? service.title : `${service.title} (${place})`;
}

function summaryOf(job: Job, { file, flags, isNew, added, removed, changed }: PullResult): string {
  const told = [
    ...(added.length > 0 ? [l10n.t('{0} new', added.length)] : []),
    ...(changed.length > 0 ? [l10n.t('{0} changed', changed.length)] : []),
    ...(removed.length > 0 ? [l10n.t('{0} gone', removed.length)] : []),
  ];
  const what = isNew ? told.join(', ') || l10n.t('written anew') : l10n.t('nothing has changed');
  return flags === 1
    ? l10n.t('{0}: 1 flag from {1}; {2}.', file, job.service.title, what)
    : l10n.t('{0}: {1} flags from {2}; {3}.', file, flags, job.service.title, what);
}

/** What the team pulls, all of it or one; or another service, for which everything is asked. */
async function choose(offer: Offer, configured: readonly Job[]): Promise<readonly Job[]> {
  type Item = {
    readonly label: string;
    readonly description?: string;
    readonly run: () => Promise<readonly Job[]>;
  };
  const items: Item[] = [
    ...(configured.length > 1
      ? [{ label: `$(cloud-download) ${l10n.t('Everything the team pulls')}`, run: async () => configured }]
      : []),
    ...configured.map((job) => ({
      label: `$(cloud-download) ${nameOf(job)}`,
      ...(job.source.file !== undefined && { description: job.source.file }),
      run: async () => [job],
    })),
    ...offer.services.map((service) => ({
      label: `$(add) ${service.title}…`,
      run: async () => (await describeSource(offer, service)) ?? [],
    })),
  ];
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Pull Flags from a Service'),
    placeHolder: l10n.t('They are written into a file of the workspace, which is read offline'),
  });
  return (await chosen?.run()) ?? [];
}

async function describeSource(offer: Offer, service: Service): Promise<Job[] | undefined> {
  const folder =
    offer.folders.length === 1
      ? offer.folders[0]
      : await window
          .showQuickPick(
            offer.folders.map((one) => ({ label: one.name, folder: one })),
            { title: l10n.t('The folder that the snapshot is written to') },
          )
          .then((picked) => picked?.folder);
  if (!folder) return undefined;
  const ask = (title: string, prompt: string, value = '') =>
    window.showInputBox({ title: `${service.title}: ${title}`, prompt, value, ignoreFocusOut: true });
  const url = await ask(
    l10n.t('Address'),
    l10n.t('Where it answers. Leave it as it is, unless you host it yourselves.'),
    service.url ?? 'https://',
  );
  if (url === undefined) return undefined;
  const project = await ask(
    l10n.t('Project'),
    l10n.t('As the service calls it; leave it empty for its default.'),
  );
  if (project === undefined) return undefined;
  const environment = await ask(
    l10n.t('Environment'),
    l10n.t('May be empty where the project has only one.'),
    'production',
  );
  if (environment === undefined) return undefined;
  const source: Source = {
    service: service.name,
    ...(url.trim() !== '' && url !== service.url && { url: url.trim() }),
    ...(project.trim() !== '' && { project: project.trim() }),
    ...(environment.trim() !== '' && { environment: environment.trim() }),
  };
  return [{ root: Uri.parse(folder.uri).fsPath, source, service }];
}
