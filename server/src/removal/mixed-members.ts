import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import { embedsCode } from '../usages/embedded';
import { nameText } from '../usages/property-names';
import { CALLS_MORE, type Read, TAKEN_APART } from '../usages/read';
import { isTestFile } from '../usages/test-file';
import { treeOf } from '../usages/tree';
import type { Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import {
  isListed,
  isMember,
  knownOf,
  type Listed,
  type Member,
  ofAsked,
  type Telling,
  type Told,
  toldOf,
} from './made-of';
import { memberOf } from './own-tables';
import type { Program, Spot } from './program';
import { functionNamed } from './readers';
import { answerOf, nodeAt } from './sites';
import type { OwnFunction } from './slots';

/** Why a read stays that takes out of a table what may be more than the flag. */
const MIXED =
  'code gives a member of this name more than the flag, or its opposite, and this may be that one';

/** Why a read stays of which such a member is made: who asked for that later could not tell it from the flag. */
const MAKES_MORE =
  "what is made of it here goes by the flag's name, though it is more than the flag or its opposite";

/**
 * The reads, but for those that take out of a table, or a list, what code puts there under the flag's name, made of the flag and of more:
 * `flags.newUi` of `{ newUi: useFlag('newUi') && user.isAdmin }`, which is as true as the flag only for some users; those that call a function
 * which answers with such a member, or says so itself for this key; and those that such answers are made of, for without these nothing would show any more
 * what they are.
 */
export async function withoutMixed(
  reads: readonly Read[],
  { flag, keep }: { readonly flag: string; readonly keep: FlagValue },
  { modules }: Pick<Snapshot, 'modules'>,
  workspace: Pick<Workspace, 'sourcesWith' | 'text'>,
  program: Program,
): Promise<readonly Read[]> {
  const taken = new Map<Read, string>();
  const calls = new Map<Read, Spot<OwnFunction>>();
  for (const read of reads) {
    const isWhole = read.opaque === undefined || read.opaque === TAKEN_APART;
    const isOwn = read.certainty === 'certain' && read.sdk === undefined && !read.isSetting;
    if (!isOwn || !isWhole || isTestFile(read.file)) continue;
    const name = read.shape === 'lookup' ? await nameAt(read, program) : undefined;
    if (name !== undefined) taken.set(read, name);
    // What a wrapper of this one flag makes of it, is known already.
    const isAsked = read.shape === 'call' && !read.isConfigured && !read.isWrapper;
    const called = isAsked ? await calledBy(read, program) : undefined;
    if (called) calls.set(read, called);
  }
  if (taken.size === 0 && calls.size === 0) return reads;
  const names = new Set(taken.values());
  const members = names.size > 0 ? await membersOf([...names], workspace, program) : [];
  const textOf = (file: string): Promise<string | undefined> => workspace.text(file);
  const tables = new Map<Read, ts.Node | undefined>();
  for (const read of taken.keys()) tables.set(read, (await memberOf(read, modules, textOf))?.name.parent);

  const mixed = new Set<ts.Node>();
  const more = new Set<Read>();
  const makers = new Set<Read>();
  const isMixed = (read: Read): boolean => mixed.has(tables.get(read)!) || more.has(read);
  // What is made of one that is made of more is so, too.
  for (let count = -1; count < mixed.size + more.size; ) {
    count = mixed.size + more.size;
    let asked = new Set<Read>();
    const known = knownOf(reads, keep, isMixed, (read) => asked.add(read));
    const isMore = async (telling: (how: Telling) => Promise<Told>): Promise<boolean> => {
      asked = new Set();
      const { isOf, known: is } = await telling({
        known,
        program,
        keys: new Set([flag, ...names]),
        names: new Map(),
      });
      // What the flag alone makes may lead to one of those, too.
      for (const read of isOf ? asked : []) makers.add(read);
      return isOf && !(is && is.value === keep);
    };
    for (const member of members) if (await isMore((how) => toldOf(member, how))) mixed.add(member.node);
    for (const [read, called] of calls)
      if (await isMore((how) => ofAsked(called, how, answerOf(read.result, keep)))) more.add(read);
  }
  const isLeft = (read: Read): boolean =>
    more.has(read) || (taken.has(read) && mixed.size > 0 && (isMixed(read) || !tables.get(read)));
  if (!reads.some((read) => isLeft(read) && !makers.has(read))) return reads;
  return reads.map((read) => {
    if (more.has(read)) return { ...read, opaque: CALLS_MORE };
    if (makers.has(read)) return { ...read, opaque: MAKES_MORE };
    return isLeft(read) ? { ...read, opaque: MIXED } : read;
  });
}

/** The project's own function that a read calls. */
async function calledBy(
  { file, site, through }: Read,
  program: Program,
): Promise<Spot<OwnFunction> | undefined> {
  const [declared, name] = through?.split('#') ?? [];
  const module = embedsCode(declared ?? file) ? undefined : await program.moduleOf(declared ?? file);
  if (!module) return undefined;
  if (name === undefined) {
    const call = nodeAt(module.tree, site);
    return call && ts.isCallExpression(call)
      ? program.functionOf({ module, node: call.expression })
      : undefined;
  }
  const node = functionNamed(module.tree, name);
  return node && { module, node: node as OwnFunction };
}

/** The name by which a read takes the flag out of a table. */
async function nameAt({ file, span }: Read, program: Program): Promise<string | undefined> {
  const module = embedsCode(file) ? undefined : await program.moduleOf(file);
  return module?.tree.text.slice(span.start, span.end).match(/^['"`]?([\w$-]+)['"`]?$/)?.[1];
}

/** All that gives something a member of one of the names, or puts one of them in a list. */
async function membersOf(
  names: readonly string[],
  workspace: Pick<Workspace, 'sourcesWith'>,
  program: Program,
): Promise<readonly Spot<Member | Listed>[]> {
  const files = new Set([...(await workspace.sourcesWith(names)).values()].flat());
  const found: Spot<Member | Listed>[] = [];
  for (const file of files) {
    const module = isTestFile(file) || embedsCode(file) ? undefined : await program.moduleOf(file);
    for (const node of module ? treeOf(module.tree).nodes : [])
      if (
        (isMember(node) && names.includes(nameText(node.name) ?? '')) ||
        (isListed(node) && names.includes(node.text))
      )
        found.push({ module: module!, node });
  }
  return found;
}
