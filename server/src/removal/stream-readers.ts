import ts from 'typescript';
import type { Span } from '../text/span';
import type { Read } from '../usages/read';
import type { Workspace } from '../workspace/workspace';
import { nodeAt } from './sites';
import { declaresHolder } from './streams';
import { bare } from './syntax';
import { parse } from './view';

/** Why a read stays whose reader gives a stream of answers, a signal or the like. */
const GIVES_HOLDER = 'the function called here gives what holds the answer, and not the answer itself';

/**
 * The reads, and none that calls a function which is declared to give a stream: the one that it calls, or where that is not known any of
 * the workspace that bears its name. A package's function is known.
 */
export async function withoutStreams(reads: readonly Read[], workspace: Workspace): Promise<readonly Read[]> {
  const known = new Map<string, Promise<boolean>>();
  const givesStream = async (file: string, name: string): Promise<boolean> => {
    const text = await workspace.text(file);
    return text?.includes(name) === true && declaresHolder(parse(file, text), name);
  };
  const anyGives = async (name: string): Promise<boolean> => {
    for (const file of (await workspace.sourcesWith([name])).get(name) ?? [])
      if (await givesStream(file, name)) return true;
    return false;
  };
  const isOpaque = async ({ file, site, shape, sdk, through, result }: Read): Promise<boolean> => {
    if (shape !== 'call' || sdk !== undefined || result.promise || result.path.length > 0) return false;
    const [declared, path] = through?.split('#') ?? [];
    const name = path?.split('.').at(-1) ?? nameCalled(file, await workspace.text(file), site);
    if (name === undefined) return false;
    const id = `${declared ?? ''}#${name}`;
    let answer = known.get(id);
    if (!answer) {
      answer = declared === undefined ? anyGives(name) : givesStream(declared, name);
      known.set(id, answer);
    }
    return answer;
  };
  return Promise.all(
    reads.map(async (read) =>
      read.opaque === undefined && (await isOpaque(read)) ? { ...read, opaque: GIVES_HOLDER } : read,
    ),
  );
}

/** The name of the function that a read calls: `isEnabled` of `this.flags.isEnabled('x')`. */
function nameCalled(file: string, text: string | undefined, site: Span): string | undefined {
  const node = text === undefined ? undefined : nodeAt(parse(file, text), site);
  const call = node && bare(node);
  if (!call || !ts.isCallExpression(call)) return undefined;
  const callee = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
  return ts.isIdentifier(callee) ? callee.text : undefined;
}
