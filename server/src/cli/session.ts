import { prometheusEvidence } from '../evidence/prometheus';
import { userCacheFolder } from '../node/cache-folder';
import { diskHost } from '../node/disk';
import { examinePool } from '../node/examine-pool';
import { indexLines } from '../text/lines';
import { CONFIG_FILES, DEFAULT_FLAG_FILES } from '../workspace/config';
import { globTest } from '../workspace/globs';
import type { WorkspaceHost } from '../workspace/host';
import type { Snapshot } from '../workspace/snapshot';
import { createWorkspace, type Workspace } from '../workspace/workspace';
import { DONE, FAILED, type Invocation } from './command';
import { progressOn } from './progress';
import { printable, type Terminal } from './terminal';
import { createTexts, type Texts } from './texts';

/** A workspace that has been read, and what was wrong while reading it. */
export interface Session {
  readonly workspace: Workspace;
  readonly snapshot: Snapshot;
  readonly texts: Texts;
  /** Flag files that could not be read, each with why. */
  readonly unreadFlagFiles: readonly Unread[];
  /** What is wrong with the configuration. */
  readonly configProblems: readonly ConfigTrouble[];
  /** The status of a command that found nothing: 2 where the configuration is wrong. */
  readonly status: number;
}

export interface Unread {
  readonly file: string;
  readonly why: string;
}

/** Zero-based; where the file cannot be read there is no place in it. */
export interface ConfigTrouble {
  readonly file: string;
  readonly line?: number;
  readonly character?: number;
  readonly message: string;
}

/** What is read beside the files, by the commands that speak of it. */
interface Beside {
  readonly withHistory?: boolean;
  /** Production is asked, where the configuration says whom. */
  readonly withEvidence?: boolean;
  /** What callers in other files decide is looked up, unless a command speaks of numbers of reads alone. */
  readonly withCallers?: boolean;
  /** A configuration that counts in place of the one on disk; nothing is kept of what is found by it. */
  readonly config?: { readonly file: string; readonly text: string };
}

/**
 * Reads the workspace, telling on standard error how far it is and what it could not read. The history of the flag files
 * is read by the commands that speak of their age.
 */
export async function open(
  invocation: Invocation,
  { withHistory = false, withEvidence = false, withCallers = true, config }: Beside = {},
): Promise<Session> {
  const { history, ...disk } = diskHost(invocation.root, {
    report: tellOn(invocation.terminal),
    cache: config ? undefined : cacheOf(invocation),
  });
  const host = config ? withConfig(disk, config) : disk;
  const beside = {
    examiners: examinePool(invocation.root),
    ...(withHistory && history && { history }),
    ...(withEvidence && { evidence: prometheusEvidence() }),
  };
  const workspace = await load({ ...host, ...beside }, invocation.terminal, withCallers);
  return sessionOf(workspace, invocation.terminal);
}

function withConfig(host: WorkspaceHost, { file, text }: NonNullable<Beside['config']>): WorkspaceHost {
  return { ...host, read: async (path) => (path === file ? { text } : host.read(path)) };
}

/** Reads a workspace, telling on standard error how far it is. */
export async function load(host: WorkspaceHost, terminal: Terminal, withCallers = true): Promise<Workspace> {
  const { clock } = terminal;
  const workspace = createWorkspace(host, { ...(clock && { clock }), withCallers });
  const progress = progressOn(terminal);
  await workspace.load({ onProgress: progress.report });
  await Promise.all([workspace.historyRead(), workspace.saved()]);
  await workspace.askProduction();
  progress.end();
  return workspace;
}

/** Where indexes are kept; nowhere with `--no-cache`. */
export function cacheOf({ has, terminal }: Invocation): string | undefined {
  return has('no-cache') ? undefined : userCacheFolder(terminal.env);
}

/** Tells a person on standard error. */
export function tellOn({ stderr }: Terminal): (message: string) => void {
  return (message) => {
    stderr.write(`flagwright: ${printable(message)}\n`);
  };
}

/** What a workspace knows now, telling on standard error what it could not read. */
export async function sessionOf(workspace: Workspace, terminal: Terminal): Promise<Session> {
  const tell = tellOn(terminal);
  const snapshot = workspace.snapshot();
  const texts = createTexts(workspace);
  const configProblems = await configTroubles(snapshot, texts);
  const [first, ...others] = configProblems;
  if (first) {
    const place = first.line === undefined ? '' : `:${first.line + 1}:${first.character! + 1}`;
    const more = others.length > 0 ? ` (and ${others.length} more in this file)` : '';
    tell(`${first.file}${place}: ${first.message}${more}`);
  }
  const unread = [...snapshot.unreadable]
    .map(([file, why]) => ({ file, why }))
    .filter(({ file }) => !isConfig(file));
  const isFlagFile = flagFileMatcher(snapshot);
  for (const { file, why } of unread) if (!isFlagFile(file)) tell(`${file}: ${why}`);
  return {
    workspace,
    snapshot,
    texts,
    unreadFlagFiles: unread.filter(({ file }) => isFlagFile(file)),
    configProblems,
    status: configProblems.length > 0 ? FAILED : DONE,
  };
}

/**
 * For commands without findings: says which flag files could not be read, or only in part. The status is that of
 * unreadable input where one is missing altogether.
 */
export function reportFlagFiles(session: Session, { terminal }: Invocation): number {
  const { snapshot, unreadFlagFiles, status } = session;
  const tell = tellOn(terminal);
  for (const { file, why } of unreadFlagFiles) tell(`${file}: ${why}`);
  for (const [file, { broken }] of snapshot.flagFiles) {
    if (broken) tell(`${file} is broken, so flags may be missing: see flagwright lint.`);
  }
  reportNoFlagFile(session, terminal);
  return unreadFlagFiles.length > 0 ? FAILED : status;
}

/** Says where git has too little of the history to tell since when flags are what they are. */
export function reportHistory({ snapshot }: Session, { terminal }: Invocation): void {
  for (const kind of ['shallow', 'partial'] as const) {
    const isSo = [...snapshot.histories.values()].some((one) => 'missing' in one && one.missing === kind);
    if (!isSo) continue;
    const help = kind === 'shallow' ? ' (in GitHub Actions: `fetch-depth: 0`)' : '';
    terminal.stderr.write(
      `flagwright: The clone is ${kind}, so git does not tell since when flags are what they are${help}.\n`,
    );
  }
}

/** Says so where there is no flag file, with what is taken for none though it bears the name of one. */
export function reportNoFlagFile(
  { workspace, snapshot, unreadFlagFiles }: Session,
  terminal: Terminal,
): void {
  if (snapshot.flagFiles.size > 0 || unreadFlagFiles.length > 0) return;
  const tell = tellOn(terminal);
  tell(
    `There is no flag file. Flagwright looks for ${DEFAULT_FLAG_FILES}; name others under "flagFiles" in ${CONFIG_FILES[0]}.`,
  );
  for (const file of workspace.namesakes())
    tell(`${file} is none: nothing in it looks like a flag, as does \`new_ui: { enabled: true }\`.`);
}

async function configTroubles(snapshot: Snapshot, texts: Texts): Promise<ConfigTrouble[]> {
  const troubles: ConfigTrouble[] = [];
  for (const [file, why] of snapshot.unreadable) if (isConfig(file)) troubles.push({ file, message: why });
  const { file = CONFIG_FILES[0] } = snapshot.config;
  if (snapshot.configProblems.length === 0) return troubles;
  const lines = indexLines((await texts.read(file)) ?? '');
  for (const { span, message } of snapshot.configProblems) {
    troubles.push({ file, ...lines.positionAt(span.start), message });
  }
  return troubles;
}

function isConfig(file: string): boolean {
  return (CONFIG_FILES as readonly string[]).includes(file);
}

function flagFileMatcher({ config }: Snapshot): (path: string) => boolean {
  const globs = config.flagFiles.flatMap((file) => [...file.globs]);
  return globTest(globs.length > 0 ? globs : [DEFAULT_FLAG_FILES]);
}
