import { asksForAny } from '../usages/asks';
import { likenessFilter, nameFilter, namesOf } from '../usages/candidates';
import type { SourceFacts } from '../usages/facts';
import { type BulkShape, type CallShape, shapeTable } from '../usages/shapes';
import { type WordFilter, wordQuery } from '../usages/word-filter';
import type { ImportGraph } from './import-graph';
import type { InferredShapes } from './known-shapes';
import { mayHandOn } from './may-export';

/**
 * What must be known of a source's text for the coming or going of shapes to concern it; nothing where its words, its facts,
 * or what it imports tell that it does not.
 */
export type Concern = (
  path: string,
  words: WordFilter,
  known: SourceFacts | undefined,
) => ((text: string) => boolean) | undefined;

/** Whatever the text is. */
export const ALWAYS = (): boolean => true;

/**
 * A function, and what gives all flags, is meant only where imports lead to it. A method may be one of an object that comes
 * from anywhere: there it reads declared flags, or those of an object that is called like its class.
 */
export function concernOf(
  { wrappers, bulks }: InferredShapes,
  graph: ImportGraph,
  mayHoldKey: (path: string) => boolean,
): Concern {
  const leads = graph.leadsTo([...new Set([...wrappers.map(homeOf), ...bulks.map(homeOf)])]);
  // What is held under a name that nobody declares goes by that name everywhere.
  const anywhere = new Set(wrappers.filter(({ name }) => name === '').map(({ wrapper }) => wrapper));
  const byName = [...shapeTable(wrappers).calls].map(([name, list]) => callsNamed(name, list));
  const tables = bulks.map((bulk) => {
    const table = shapeTable([], [bulk]);
    return { bulk, mayHold: wordQuery(namesOf(table)), isNamed: nameFilter(table) };
  });

  /** Whether it is meant by its name there; only by a name that says more, where the answer is `like`. */
  const isMeant = (path: string, words: WordFilter, shape: CallShape): 'named' | 'like' | 'no' => {
    const { wrapper = '', via } = shape;
    if (anywhere.has(wrapper) || leads(path, homeOf(shape)) || mayMock(words)) return 'named';
    if (!isMethod(wrapper)) return 'no';
    return via !== undefined || mayHoldKey(path) ? 'named' : 'like';
  };

  return (path, words, known) => {
    const tests = new Set<(text: string) => boolean>();
    for (const { name, mayHold, isNamed, shapes } of byName) {
      if (!mayHold(words)) continue;
      for (const { shape, isAsked, isLike } of shapes) {
        if (known && !isAsked(known)) continue;
        const how = isMeant(path, words, shape);
        if (how === 'like') tests.add(isLike);
        else if (how === 'named') tests.add(known && name !== 'default' ? ALWAYS : isNamed);
        if (tests.has(ALWAYS)) return ALWAYS;
      }
    }
    for (const { bulk, mayHold, isNamed } of tables)
      if (mayHold(words) && leads(path, homeOf(bulk))) tests.add(isNamed);
    return tests.size === 0 ? undefined : (text) => [...tests].some((test) => test(text));
  };
}

/** Whether a source may put something in the place of modules: what stands in for a reader goes by its name alone. */
const mayMock = wordQuery(['mock', 'doMock', 'mockModule', 'unstable_mockModule']);

function callsNamed(name: string, list: readonly CallShape[]) {
  const table = shapeTable(list);
  const shapes = list.map((shape) => ({
    shape,
    isAsked: asksForAny([shape]),
    isLike: isMethod(shape.wrapper ?? '') ? likenessFilter(shape.wrapper!) : ALWAYS,
  }));
  return { name, mayHold: wordQuery(namesOf(table)), isNamed: nameFilter(table), shapes };
}

/** The file that declares it. */
function homeOf(shape: CallShape | BulkShape): string {
  const id = ('holder' in shape ? shape.holder : (shape as CallShape).wrapper) ?? '';
  return id.slice(0, id.indexOf('#'));
}

function isMethod(wrapper: string): boolean {
  return wrapper.slice(wrapper.indexOf('#') + 1).includes('.');
}

/**
 * Whether a source may say a declared key: because its words do, or those of a file that it imports, be it by way of others
 * that only hand on what they import.
 */
export function mayHoldKeys(
  keys: readonly string[],
  words: ReadonlyMap<string, WordFilter>,
  { importsOf }: ImportGraph,
): (path: string) => boolean {
  const holdsOne = wordQuery(keys);
  const holders = new Set([...words].flatMap(([path, filter]) => (holdsOne(filter) ? [path] : [])));
  const givers = new Set(holders);
  const isGiven = (path: string): boolean => importsOf(path)?.some((file) => givers.has(file)) ?? true;
  let others = [...words].flatMap(([path, filter]) => (mayHandOn(filter) && !givers.has(path) ? [path] : []));
  for (let before = -1; before !== givers.size; ) {
    before = givers.size;
    for (const path of others) if (isGiven(path)) givers.add(path);
    others = others.filter((path) => !givers.has(path));
  }
  return (path) => holders.has(path) || isGiven(path);
}

/** Whether a file declares one of some shapes, or imports a file that does, by way of one other file at most. */
export function nearTo(
  { wrappers, bulks }: InferredShapes,
  { importsOf }: ImportGraph,
): (path: string) => boolean {
  const homes = new Set([...wrappers, ...bulks].map(homeOf));
  const known = new Map<string, boolean>();
  const importsHome = (path: string): boolean => {
    const answer = known.get(path) ?? importsOf(path)?.some((file) => homes.has(file)) ?? true;
    known.set(path, answer);
    return answer;
  };
  return (path) => homes.has(path) || importsHome(path) || importsOf(path)!.some(importsHome);
}
