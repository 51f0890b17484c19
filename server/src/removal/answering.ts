import ts from 'typescript';
import { contains, type Span } from '../text/span';
import { BY_NAME, CALLS_MORE, DOES_MORE, type Read } from '../usages/read';
import { isTestFile } from '../usages/test-file';
import type { Workspace } from '../workspace/workspace';
import { isCompanion } from './companions';
import { knowComputing } from './computing';
import type { ComputingImports } from './computing-imports';
import { answersOnlyByKey, doesMore } from './readers';
import { saysWhatItIsTold } from './telling';
import { parse } from './view';

/**
 * The reads, as answers of the flag those too that call a function which asks for it in several ways and does nothing else; and none that
 * calls one which does. Of a reader that the configuration names, what else it does is its own business, as a hook that waits for changes.
 */
export async function withAnswers(
  reads: readonly Read[],
  workspace: Workspace,
  computing: ComputingImports,
): Promise<readonly Read[]> {
  const known = new Map<string, Reader>();
  for (const { through, isConfigured } of reads)
    if (through !== undefined && !isConfigured && !known.has(through))
      known.set(through, await readerThrough(through, workspace, computing));
  const trees = new Map<string, ts.SourceFile>();
  for (const { file, through } of reads)
    if (through !== undefined && known.get(through) === 'answers alone' && !trees.has(file))
      trees.set(file, parse(file, (await workspace.text(file)) ?? ''));
  return reads.flatMap((read): Read | readonly Read[] => {
    const { opaque, through, ...rest } = read;
    if (through === undefined) return read;
    // A function's own test asks it for any key.
    if (isTestFile(read.file) && isCompanion(read.file, through.split('#')[0]!)) return [];
    const reader = known.get(through);
    const tree = trees.get(read.file);
    const answers =
      reader === 'answers' || (reader === 'answers alone' && tree !== undefined && isAlone(read.span, tree));
    if (opaque === DOES_MORE && answers) return rest;
    if (opaque === BY_NAME) return answers || reader === 'says' ? rest : { ...read, certainty: 'likely' };
    return opaque === undefined && reader === 'more' ? { ...read, opaque: CALLS_MORE } : read;
  });
}

/**
 * What a function does that is given a key: nothing but to answer, to do so where it is given nothing else, or to say what something tells
 * it, more than that, or what cannot be told.
 */
type Reader = 'answers' | 'answers alone' | 'says' | 'more' | 'unknown';

/** Looks at the function of an id, as often as something is learnt of the imported ones that it calls. */
export async function readerThrough(
  id: string,
  workspace: Workspace,
  computing: ComputingImports,
): Promise<Reader> {
  const [file, name] = id.split('#') as [string, string];
  const text = await workspace.text(file);
  if (text === undefined) return 'unknown';
  for (;;) {
    const tree = parse(file, text);
    const asked = new Set<string>();
    knowComputing(tree, { pure: computing.of(file), asked });
    const answers = answersOnlyByKey(tree, name);
    if (answers) return answers === 'alone' ? 'answers alone' : 'answers';
    const isMore = doesMore(tree, name);
    if (!isMore && saysWhatItIsTold(tree, name)) return 'says';
    if (!(await computing.learn(file, [...asked]))) return isMore ? 'more' : 'unknown';
  }
}

/** Whether a call is given a key and nothing else. */
function isAlone(key: Span, tree: ts.SourceFile): boolean {
  let call: ts.CallExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (!contains({ start: node.pos, end: node.end }, key)) return;
    if (ts.isCallExpression(node)) call = node;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const [only, ...others] = call?.arguments ?? [];
  return only !== undefined && others.length === 0 && contains({ start: only.pos, end: only.end }, key);
}
