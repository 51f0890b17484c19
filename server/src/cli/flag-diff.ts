import { describeState } from '../flags/describe';
import type { State } from '../flags/model';
import { checkWorkspace } from '../rules/check';
import type { Range } from '../text/lines';
import type { Span } from '../text/span';
import { environmentsOf } from '../workspace/environments';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import type { Comparison } from './comparison';
import { countFindings, identityOf, withoutKnown } from './known-findings';
import { place } from './report';
import type { Texts } from './texts';

/** What has become of the flags between two moments of the history. */
export interface FlagDiff {
  readonly added: readonly FlagChange[];
  /** Flags without an entry any more; `reads` are those that are left in the code. */
  readonly removed: readonly FlagChange[];
  /** Flags whose state, or who gets them, is another. */
  readonly changed: readonly FlagChange[];
  readonly newReads: readonly ReadChange[];
  /** Flags that are declared still, and whose last read went away: their entry can go. */
  readonly unread: readonly FlagChange[];
  /** Flags that are asked under another one now, and were not before. */
  readonly nested: readonly NestedChange[];
}

/** One flag at both moments. The place is that of its entry, in the later state where it is there still. */
export interface FlagChange {
  readonly key: string;
  readonly file: string;
  readonly range: Range;
  readonly before?: Rollout;
  readonly after?: Rollout;
  readonly owner?: string;
  /** Reads in the later state. */
  readonly reads: number;
}

export interface Rollout {
  readonly state: State['kind'];
  /** 0 to 100. */
  readonly percentage?: number;
  /** For people: `on for 10 % of users`. */
  readonly words: string;
}

export interface ReadChange {
  readonly flag: string;
  readonly file: string;
  readonly range: Range;
  /** Whether a flag file declares it. */
  readonly declared: boolean;
}

export interface NestedChange {
  readonly flag: string;
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

export async function flagDiff(comparison: Comparison): Promise<FlagDiff> {
  const { before, after } = comparison;
  const former = new Set(before.snapshot.keys());
  const present = new Set(after.snapshot.keys());
  const changeOf = async (key: string): Promise<FlagChange> => {
    const [old, now] = [before.snapshot.flag(key), after.snapshot.flag(key)];
    const { flag } = (now ?? old)!;
    const { texts } = now ? after : before;
    return {
      key,
      file: flag.file,
      range: await texts.rangeOf({ file: flag.file, span: flag.keySpan }),
      ...(old && { before: rolloutOf(old) }),
      ...(now && { after: rolloutOf(now) }),
      ...(flag.owner && { owner: flag.owner.value }),
      reads: after.snapshot.readsOf(key).length,
    };
  };
  const all = (keys: Iterable<string>): Promise<FlagChange[]> => Promise.all([...keys].map(changeOf));
  const kept = [...present].filter((key) => former.has(key));
  return {
    added: await all([...present].filter((key) => !former.has(key))),
    removed: await all([...former].filter((key) => !present.has(key))),
    changed: (await all(kept)).filter(isOther),
    newReads: await newReads(comparison),
    unread: await all(
      kept.filter(
        (key) =>
          before.snapshot.readsOf(key).length > 0 &&
          after.snapshot.readsOf(key).length === 0 &&
          after.snapshot.dynamicReadsOf(key).length === 0,
      ),
    ),
    nested: await newlyNested(comparison),
  };
}

function rolloutOf(declared: DeclaredFlag): Rollout {
  const { flag, state } = declared;
  const percentage = flag.percentage?.value;
  const environments = environmentsOf(declared);
  const isSame = environments.every((one) => one.flag.state.kind === state.kind);
  return {
    state: state.kind,
    ...(percentage !== undefined && !Number.isNaN(percentage) && { percentage }),
    words: isSame
      ? describeState(flag)
      : environments.map((one) => `${one.environment}: ${describeState(one.flag)}`).join('; '),
  };
}

function isOther({ before, after }: FlagChange): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

/** Reads are told apart by their flag, file and line of code, since all else moves. */
async function newReads({ before, after, formerNames }: Comparison): Promise<ReadChange[]> {
  const left = new Map<string, number>();
  for (const { identity } of await readsOf(before)) left.set(identity, (left.get(identity) ?? 0) + 1);
  const found = await readsOf(after, (file) => formerNames.get(file) ?? file);
  return found.flatMap(({ identity, ...read }) => {
    const known = left.get(identity) ?? 0;
    if (known > 0) left.set(identity, known - 1);
    return known > 0 ? [] : [read];
  });
}

async function readsOf(
  { snapshot, texts }: { readonly snapshot: Snapshot; readonly texts: Texts },
  formerName: (file: string) => string = (file) => file,
): Promise<(ReadChange & { readonly identity: string })[]> {
  const reads = snapshot
    .sources()
    .flatMap((file) => snapshot.readsIn(file))
    .filter(({ certainty }) => certainty === 'certain');
  const found = [];
  for (const { key, file, span } of reads) {
    if (key === undefined) continue;
    const identity = JSON.stringify([key, formerName(file), await lineAt(texts, file, span)]);
    const range = await texts.rangeOf({ file, span });
    found.push({ identity, flag: key, file, range, declared: snapshot.flag(key) !== undefined });
  }
  return found;
}

async function lineAt(texts: Texts, file: string, span: Span): Promise<string> {
  const lines = await texts.lines(file);
  const { start, end } = lines.lineSpan(lines.positionAt(span.start).line);
  return ((await texts.read(file)) ?? '').slice(start, end).trim();
}

async function newlyNested({ before, after, formerNames }: Comparison): Promise<NestedChange[]> {
  const nestedIn = async (side: Comparison['before']) => {
    const found = checkWorkspace(side.snapshot).filter(({ rule }) => rule === 'nested-flag');
    return Promise.all(found.map((finding) => place(finding, side)));
  };
  const known = countFindings((await nestedIn(before)).map(identityOf));
  const fresh = withoutKnown(await nestedIn(after), known, (file) => formerNames.get(file) ?? file);
  return fresh.map(({ flag = '', file, range, message }) => ({ flag, file, range, message }));
}
