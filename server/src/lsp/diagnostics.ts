import * as l10n from '@vscode/l10n';
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import { type Faded, fadedParts } from '../features/fading';
import type { FlagFile } from '../flags/model';
import { checkEarly, checkedFiles, checkFile } from '../rules/check';
import type { Finding } from '../rules/rule';
import { CONFIG_FILES } from '../workspace/config';
import type { Snapshot } from '../workspace/snapshot';
import { type FarPlace, SOURCE, startOfFile, toDiagnostic } from './convert';
import type { Folder } from './folder';
import type { Disposable } from './runtime';

/**
 * Sends a folder's findings, those of files that were never opened too.
 *
 * They are pushed, to every client. A flag file's change moves findings in files all over the workspace, which is what
 * pulling is worst at: the client would have to ask for everything again, or hold a request open for good. Pushed, a
 * file is sent when its findings are others than before, and never otherwise.
 *
 * Before the whole workspace is known, nothing is sent but the configuration's own problems, and of open files what is
 * sure already: a finding is never shown and then taken back because more was read. A pass stops when the snapshot it works on is no longer the latest.
 */
export interface Publisher extends Disposable {
  /** Checks again: first the files that changed, and those that read a flag that has, then all others. */
  update(changed: ReadonlySet<string> | 'all'): void;
  /** Sends what is sure of an open file before the workspace is known. */
  preview(file: string, snapshot: Snapshot): void;
}

export interface PublisherOptions {
  readonly folder: Folder;
  readonly send: (uri: string, diagnostics: Diagnostic[]) => Promise<void>;
  /** Whether this folder speaks for a file; a folder within a folder has its own. */
  readonly owns: (uri: string) => boolean;
  /** Where other folders of the window declare a flag. */
  readonly declaredElsewhere: (key: string) => readonly FarPlace[];
  /** Whether the client shows what is not needed pale, and the person wants it to. */
  readonly fades: () => Promise<boolean>;
  readonly run: (name: string, work: () => Promise<void>) => void;
  /** Waited for between two slices: see `Guard`. */
  readonly turn: () => Promise<void>;
}

/** Between a change and the check of all that it does not plainly concern. */
const QUIET_MILLISECONDS = 50;
/** Somebody may ask for something meanwhile. */
const SLICE_MILLISECONDS = 5;

export function createPublisher({
  folder,
  send,
  owns,
  declaredElsewhere,
  fades,
  run,
  turn,
}: PublisherOptions): Publisher {
  /** What was sent last, by file: a stamp of the findings, and the client's name of the file. */
  const sent = new Map<string, { readonly stamp: string; readonly uri: string }>();
  /** Files whose text is another since they were last sent, so that the same offsets may be other lines. */
  let stale = new Set<string>();
  let allStale = false;
  /** The flag files as they were at the last change. */
  let flagFiles: Snapshot['flagFiles'] = new Map();
  let pass = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLoaded = false;
  void folder.loaded.then(() => {
    isLoaded = true;
  });

  const isStale = (file: string): boolean => {
    if (allStale || stale.has(file)) return true;
    // A folder may have changed as a whole.
    for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
      if (stale.has(file.slice(0, at))) return true;
    }
    return false;
  };

  const whatIsSaid = (snapshot: Snapshot, file: string, isFading: boolean): Said => ({
    own: ownProblems(snapshot, file),
    findings: snapshot.complete ? checkFile(snapshot, file) : [],
    faded: snapshot.complete && isFading ? fadedParts(snapshot, file) : [],
  });

  const sendSaid = async (
    file: string,
    { own, findings, faded }: Said,
    isLatest: () => boolean,
  ): Promise<void> => {
    const uri = folder.uriOf(file);
    if (!owns(uri)) return;
    const far = findings.map(({ rule, flag }) =>
      rule === 'unknown-flag' && flag !== undefined ? declaredElsewhere(flag) : [],
    );
    const stamp = isNothing({ own, findings, faded })
      ? ''
      : JSON.stringify([findings, own, faded, far.map((places) => places.map(({ place }) => place))]);
    const before = sent.get(file);
    if ((before?.stamp ?? '') === stamp && (stamp === '' || !isStale(file))) return;
    const diagnostics = await Promise.all([
      ...own.map((problem) => ownDiagnostic(folder, file, problem)),
      ...findings.map((finding, index) => toDiagnostic(folder, finding, far[index])),
      ...faded.map((entry) => fadedDiagnostic(folder, file, entry)),
    ]);
    if (!isLatest()) return;
    if (stamp === '') sent.delete(file);
    else sent.set(file, { stamp, uri });
    // A client may open a file by another spelling of its URI than ours.
    if (before && before.uri !== uri) await send(before.uri, []);
    await send(uri, diagnostics);
  };

  const check = async (files: Iterable<string>, isLatest: () => boolean): Promise<boolean> => {
    const isFading = await fades();
    const snapshot = folder.workspace.snapshot();
    let since = performance.now();
    for (const file of files) {
      if (!isLatest()) return false;
      // While the workspace is read again, what was found before stays.
      if (!snapshot.complete && file !== snapshot.config.file) continue;
      const said = whatIsSaid(snapshot, file, isFading);
      // Of most files nothing was said and nothing is: whatever is not done for them counts.
      if (sent.has(file) || !isNothing(said)) await sendSaid(file, said, isLatest);
      if (performance.now() - since < SLICE_MILLISECONDS) continue;
      await turn();
      since = performance.now();
    }
    return isLatest();
  };

  const checkAll = async (isLatest: () => boolean): Promise<void> => {
    const files = new Set([...sent.keys(), ...filesToCheck(folder.workspace.snapshot())]);
    if (!(await check(files, isLatest))) return;
    stale = new Set();
    allStale = false;
  };

  return {
    update(changed) {
      const own = ++pass;
      // A change that has arrived, but is not in the snapshot yet, begins a pass of its own soon.
      const isLatest = (): boolean => own === pass && folder.isCurrent();
      if (changed === 'all') allStale = true;
      else for (const file of changed) stale.add(file);
      clearTimeout(timer);
      run('checking the changed files', async () => {
        await folder.current();
        const snapshot = folder.workspace.snapshot();
        const others = changed === 'all' ? [] : changedFlags(flagFiles, snapshot.flagFiles);
        flagFiles = snapshot.flagFiles;
        if (changed === 'all') return checkAll(isLatest);
        const readers = others.flatMap((key) => snapshot.readsOf(key).map(({ file }) => file));
        if (!(await check(new Set([...changed, ...readers]), isLatest))) return;
        timer = setTimeout(() => run('checking the workspace', () => checkAll(isLatest)), QUIET_MILLISECONDS);
      });
    },
    preview(file, snapshot) {
      const isLatest = (): boolean => !isLoaded;
      const findings = isLatest() ? checkEarly(snapshot, file) : [];
      if (findings.length === 0) return;
      const said = { own: ownProblems(snapshot, file), findings, faded: [] };
      run('checking an open file first', () => sendSaid(file, said, isLatest));
    },
    dispose() {
      pass++;
      clearTimeout(timer);
      for (const { uri } of sent.values()) void send(uri, []);
      sent.clear();
    },
  };
}

/** The keys of the flags that have come or gone, or of which a flag file says something else than before. */
function changedFlags(before: Snapshot['flagFiles'], after: Snapshot['flagFiles']): string[] {
  if (before === after) return [];
  const keys = new Set<string>();
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [own, others] = [before.get(path), after.get(path)];
    if (own === others) continue;
    const [said, saidNow] = [saidOf(own), saidOf(others)];
    for (const key of new Set([...said.keys(), ...saidNow.keys()]))
      if (said.get(key) !== saidNow.get(key)) keys.add(key);
  }
  return [...keys];
}

/** By flag, all that a file says of it, wherever it says so. */
function saidOf(file: FlagFile | undefined): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const flag of file?.flags ?? []) {
    const text = JSON.stringify(flag, (name, value) => (/span$/i.test(name) ? undefined : value));
    said.set(flag.key, (said.get(flag.key) ?? '') + text);
  }
  return said;
}

/** All that is said of one file. */
interface Said {
  readonly own: readonly OwnProblem[];
  readonly findings: readonly Finding[];
  readonly faded: readonly Faded[];
}

function isNothing({ own, findings, faded }: Said): boolean {
  return own.length + findings.length + faded.length === 0;
}

/** Every file about which something may have to be said. */
function filesToCheck(snapshot: Snapshot): Iterable<string> {
  const { config, unreadable } = snapshot;
  return [
    ...(config.file === undefined ? [] : [config.file]),
    ...unreadable.keys(),
    ...checkedFiles(snapshot),
  ];
}

interface OwnProblem {
  readonly message: string;
  readonly code: 'configuration' | 'other-root' | 'unreadable-file';
  readonly span?: { readonly start: number; readonly end: number };
}

/** What no rule says: a configuration that cannot be used, a file that cannot be read. */
function ownProblems(snapshot: Snapshot, file: string): OwnProblem[] {
  const problems: OwnProblem[] = [];
  if (file === snapshot.config.file) {
    for (const { message, span } of snapshot.configProblems)
      problems.push({ message, code: 'configuration', span });
  }
  if (isConfigOfPackage(file)) {
    const own = snapshot.config.file;
    const message =
      own === undefined
        ? l10n.t(
            'This configuration counts where its folder is opened as a root of its own, or named by --root. Here none counts.',
          )
        : l10n.t(
            'This configuration counts where its folder is opened as a root of its own, or named by --root. Here {0} counts.',
            own,
          );
    problems.push({ message, code: 'other-root' });
  }
  const why = snapshot.unreadable.get(file);
  if (why !== undefined) problems.push({ message: why, code: 'unreadable-file' });
  return problems;
}

/** A configuration below the root: whoever opens it is told that it does not count here. */
function isConfigOfPackage(file: string): boolean {
  return CONFIG_FILES.some((name) => file.endsWith(`/${name}`));
}

async function ownDiagnostic(folder: Folder, file: string, problem: OwnProblem): Promise<Diagnostic> {
  return {
    range: problem.span ? (await folder.lines(file)).rangeOf(problem.span) : startOfFile(),
    severity: severityOf(problem, file),
    code: problem.code,
    source: SOURCE,
    message: problem.message,
  };
}

/** A hint of its own beside the rule's finding: it covers the entry, and no list of problems shows it. */
async function fadedDiagnostic(
  folder: Folder,
  file: string,
  { span, code, message }: Faded,
): Promise<Diagnostic> {
  return {
    range: (await folder.lines(file)).rangeOf(span),
    severity: DiagnosticSeverity.Hint,
    tags: [DiagnosticTag.Unnecessary],
    code,
    source: SOURCE,
    message,
  };
}

/** A flag file that is not read makes every answer poorer; a bundle that is not read is worth a word. */
function severityOf({ code }: OwnProblem, file: string): DiagnosticSeverity {
  if (code === 'configuration') return DiagnosticSeverity.Warning;
  if (code === 'other-root') return DiagnosticSeverity.Information;
  return /\.[cm]?[jt]sx?$/.test(file) ? DiagnosticSeverity.Information : DiagnosticSeverity.Error;
}
