import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICE_NAMES } from '../../flags/model';
import { titleOf } from '../../flags/pulled';
import { suggest } from '../../flags/suggest';
import { codeOf } from '../../node/paths';
import { type FileSource, type PullResult, pullToFile } from '../../node/pull';
import { PullProblem } from '../../services/problem';
import { serviceOf } from '../../services/pull';
import { CONFIG_FILES, type Config, DEFAULT_CONFIG, readConfig } from '../../workspace/config';
import { classifier } from '../../workspace/file-kinds';
import { type Command, DONE, FAILED, type Invocation, UsageError } from '../command';
import { count } from '../formats/words';
import { waitingOn } from '../progress';
import { tellOn } from '../session';
import { styleFor } from '../terminal';

export const pull: Command = {
  name: 'pull',
  summary: 'Fetches the flags of a service into a file that is read offline.',
  synopsis: '[SERVICE] [--project NAME] [--environment NAME] [--url URL] [--out FILE]',
  options: [
    {
      name: 'project',
      value: 'NAME',
      help: 'The project, as the service calls it (Flagsmith and Split: its id).',
    },
    {
      name: 'environment',
      value: 'NAME',
      help: 'The environment; may be left out where the project has one.',
    },
    {
      name: 'url',
      value: 'URL',
      help: 'Where the service answers; needed for Unleash, and where you host it.',
    },
    {
      name: 'out',
      value: 'FILE',
      help: 'The snapshot, relative to the root; flags.SERVICE.ENVIRONMENT.json by default.',
    },
  ],
  details: [
    `SERVICE is one of ${SERVICE_NAMES.join(', ')}. Without it all is fetched that stands under "pull" in the configuration.`,
    `The token comes from the environment: ${SERVICE_NAMES.map((name) => serviceOf(name).tokenVariable).join(', ')}. It is written nowhere.`,
    'The old snapshot stays as it is until the new one is whole. Ctrl+C ends it at any time.',
  ],
  run: runPull,
};

async function runPull(invocation: Invocation): Promise<number> {
  const { root, terminal } = invocation;
  const tell = tellOn(terminal);
  const config = configOf(invocation);
  const kindOf = classifier(config);
  const waiting = waitingOn(terminal);
  let status = DONE;
  for (const source of sourcesOf(invocation, config)) {
    try {
      const result = await pullToFile(root, source, tokenFor(source, terminal.env), {
        tell: (message) => {
          waiting.end();
          tell(message);
        },
        asks: (about, request) => waiting.say(`${titleOf(source)}: ${about}, request ${request}`),
      }).finally(waiting.end);
      for (const note of result.notes) tell(note);
      terminal.stdout.write(`${summaryOf(source, result, invocation)}\n`);
      if (kindOf(result.file) !== 'flagFile')
        tell(
          `${result.file} has no flag file's name, so nobody reads it: list it under "pull" or "flagFiles" in ${config.file ?? CONFIG_FILES[0]}.`,
        );
    } catch (error) {
      if (!(error instanceof PullProblem)) throw error;
      // One service that fails keeps no other from being asked.
      tell(error.message);
      status = FAILED;
    }
  }
  return status;
}

function sourcesOf(invocation: Invocation, config: Config): readonly FileSource[] {
  const [service, ...others] = invocation.operands;
  if (others.length > 0) throw new UsageError(`pull takes one service, not ${invocation.operands.length}.`);
  const given = ['project', 'environment', 'url', 'out'].filter(
    (name) => invocation.option(name) !== undefined,
  );
  const configured: readonly FileSource[] = config.pull;
  if (service === undefined) {
    if (given.length > 0)
      throw new UsageError(
        `--${given[0]} is about one service: name it, one of ${SERVICE_NAMES.join(', ')}.`,
      );
    if (configured.length > 0) return configured;
    throw new UsageError(
      `Name a service, one of ${SERVICE_NAMES.join(', ')}; or list what is pulled under "pull" in ${CONFIG_FILES[0]}.`,
    );
  }
  const known = SERVICE_NAMES.find((name) => name === service);
  if (!known) {
    const meant = suggest(service, SERVICE_NAMES);
    throw new UsageError(
      `There is no service '${service}': it is one of ${SERVICE_NAMES.join(', ')}.${meant ? ` Did you mean ${meant}?` : ''}`,
    );
  }
  const own = configured.filter((source) => source.service === known);
  if (given.length === 0 && own.length > 0) return own;
  const [project, environment, url, file] = ['project', 'environment', 'url', 'out'].map((name) =>
    invocation.option(name),
  );
  return [
    {
      service: known,
      ...(project !== undefined && { project }),
      ...(environment !== undefined && { environment }),
      ...(url !== undefined && { url }),
      ...(file !== undefined && { file }),
    },
  ];
}

/** Read alone: the workspace is not needed, and may be large. */
function configOf({ root }: Invocation): Config {
  for (const file of CONFIG_FILES) {
    let text: string;
    try {
      text = readFileSync(join(root, file), 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') continue;
      throw new UsageError(`${file} cannot be read: ${(error as Error).message}.`);
    }
    const { config, problems } = readConfig(file, text);
    const [first] = problems;
    if (first) throw new UsageError(`${file}: ${first.message}`);
    return config;
  }
  return DEFAULT_CONFIG;
}

function tokenFor({ service }: FileSource, env: Invocation['terminal']['env']): string {
  const { tokenVariable, tokenKind } = serviceOf(service);
  const token = env[tokenVariable]?.trim();
  if (token) return token;
  throw new PullProblem(
    'token',
    `There is no token for ${titleOf({ service })}: put it into the environment variable ${tokenVariable}. It is ${tokenKind}.`,
  );
}

function summaryOf(source: FileSource, result: PullResult, { terminal }: Invocation): string {
  const style = styleFor(terminal.stdout, terminal.env);
  const { file, flags, isNew, added, removed, changed } = result;
  const parts = [
    [added.length, 'new'],
    [changed.length, 'changed'],
    [removed.length, 'gone'],
  ] as const;
  const told = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  const what = !isNew ? 'nothing has changed' : told.length > 0 ? told.join(', ') : 'written anew';
  return `${style.bold(file)}: ${count(flags, 'flag')} from ${titleOf(source)}; ${what}`;
}
