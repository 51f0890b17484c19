import ts from 'typescript';
import { contains, type Span } from '../text/span';
import { ANY_MEMBER, type OverrideFact } from '../usages/facts';
import { assignedIn } from '../usages/overrides';
import { nameText } from '../usages/property-names';
import type { Read } from '../usages/read';
import { createScopes } from '../usages/scope';
import { createTargets } from '../usages/targets';
import { isTestFile } from '../usages/test-file';
import type { ModuleGraph } from './module-graph';
import type { OtherNames } from './other-names';
import { functionNamed } from './readers';
import { nodeAt } from './sites';
import { parse } from './view';

/** Why a read stays whose key code changes. */
export const CHANGED = 'other code puts another key in the place of the one it asks by';

type TextOf = (file: string) => Promise<string | undefined>;

/**
 * The reads as none whose key is a member of a table, or what an object holds, where code puts another one there: `KEYS.NEW = 'old'`, also by
 * another name, `function set(keys) { keys.NEW = 'old' }`. What a test puts there holds for the test.
 */
export async function withoutChanged(
  reads: readonly Read[],
  textOf: TextOf,
  graph: ModuleGraph,
  others: OtherNames,
): Promise<readonly Read[]> {
  const known = new Map<string, Promise<boolean>>();
  const isChanged = async ({ keyAt, file, site, opaque }: Read): Promise<boolean> => {
    if (!keyAt || opaque !== undefined || (keyAt.file === file && contains(site, keyAt.span))) return false;
    const id = `${keyAt.file} ${keyAt.span.start}`;
    if (!known.has(id)) known.set(id, changes(keyAt.file, keyAt.span, textOf, graph, others));
    return known.get(id)!;
  };
  const changed = new Set<Read>();
  for (const read of reads) if (await isChanged(read)) changed.add(read);
  // Who calls a function that asks by such a key asks by it, too.
  for (const inner of changed) {
    const source = parse(inner.file, (await textOf(inner.file)) ?? '');
    for (const read of reads) {
      const [file, name] = read.opaque === undefined ? (read.through?.split('#') ?? []) : [];
      const owner = file === inner.file && name !== undefined ? functionNamed(source, name) : undefined;
      if (owner && owner.pos <= inner.site.start && inner.site.end <= owner.end) changed.add(read);
    }
  }
  return reads.map((read) => (changed.has(read) ? { ...read, opaque: CHANGED } : read));
}

/** Where a key is written: in what, under which names, and whether in an object that is made with it. */
interface Place {
  readonly root: string;
  readonly path: readonly string[];
  readonly isMade: boolean;
}

async function changes(
  declared: string,
  at: Span,
  textOf: TextOf,
  graph: ModuleGraph,
  others: OtherNames,
): Promise<boolean> {
  const text = await textOf(declared);
  const place = text === undefined ? undefined : placeOf(parse(declared, text), at);
  if (!place || (place.path.length === 0 && !place.isMade)) return false;
  const member = place.path.at(-1) ?? ANY_MEMBER;
  if (member !== ANY_MEMBER && (await others.of(member, 'values')).length > 0) return true;
  const ofOwn = ({ base }: OverrideFact): readonly string[] | undefined =>
    base.kind === 'local' && base.name === place.root ? base.path : undefined;
  if (putsAnother(declared, text!, place, ofOwn)) return true;
  const modules = new Set([declared]);
  for (const module of modules) {
    for await (const { file, text, imports } of graph.importersOf(module)) {
      if (imports.some(({ handsOn }) => handsOn !== undefined)) modules.add(file);
      const ofImported = ({ base }: OverrideFact): readonly string[] | undefined => {
        if (base.kind !== 'import' || graph.resolve(file, base.module) !== module) return undefined;
        // By which name a module hands it on, is not asked.
        return base.name === '*' ? (base.path.length > 0 ? base.path.slice(1) : undefined) : base.path;
      };
      if (!isTestFile(file) && putsAnother(file, text, place, ofImported)) return true;
    }
  }
  return false;
}

function placeOf(source: ts.SourceFile, { start, end }: Span): Place | undefined {
  const path: string[] = [];
  let isMade = false;
  for (
    let at = nodeAt(source, { start: start - 1, end: end + 1 });
    at && !ts.isSourceFile(at);
    at = at.parent
  ) {
    const node: ts.Node = at;
    if (ts.isFunctionLike(node)) return undefined;
    if (ts.isNewExpression(node)) {
      isMade = true;
      path.length = 0;
    }
    if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node))
      path.unshift(nameText(node.name) ?? ANY_MEMBER);
    if (ts.isArrayLiteralExpression(node)) path.unshift(ANY_MEMBER);
    const name = ts.isVariableDeclaration(node) || ts.isClassDeclaration(node) ? node.name : undefined;
    if (name) return ts.isIdentifier(name) ? { root: name.text, path, isMade } : undefined;
    if (ts.isExportAssignment(node)) return { root: 'default', path, isMade };
  }
  return undefined;
}

/** Whether a file puts something into a place, by the name that `baseOf` knows. */
function putsAnother(
  file: string,
  text: string,
  place: Place,
  baseOf: (fact: OverrideFact) => readonly string[] | undefined,
): boolean {
  const { root, path, isMade } = place;
  const name = path.at(-1) ?? root;
  if (!isMade && !BY_CALL.test(text) && !(text.includes(name) && SETTING.test(text))) return false;
  const source = parse(file, text);
  const scopes = createScopes(source);
  const facts = assignedIn(file, source, scopes, createTargets(file, scopes), 'values');
  return facts.some((fact) => reaches(fact, baseOf(fact), place));
}

const BY_CALL = /\b(?:Object|Reflect)\s*\.\s*(?:assign|set|define|delete)|\]\s*[&|?+]{0,2}=(?![=>])/;
const SETTING = /\.\s*[\w$]+\s*[^\w\s.,:;()[\]{}<>=!]{0,3}=(?![=>])|\bdelete\b|\}\s*=(?![=>])|\bof\b|\+\+|--/;

/** Whether what is put under some members of a thing is what it has under a path, or a part of that which an object there holds. */
function reaches(
  { members }: OverrideFact,
  base: readonly string[] | undefined,
  { path, isMade }: Place,
): boolean {
  return (
    base !== undefined &&
    members.some((member) => {
      const put = [...base, member];
      const isSame = (name: string, index: number): boolean =>
        name === ANY_MEMBER || path[index] === ANY_MEMBER || path[index] === name;
      return put.slice(0, path.length).every(isSame) && (isMade || put.length <= path.length);
    })
  );
}
