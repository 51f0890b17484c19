import vm from 'node:vm';
import ts from 'typescript';
import type { FlagValue } from '../../server/src/flags/model';
import { UNKNOWNS } from './programs/context';
import { createRandom } from './random';
import { createRenderer } from './renderer';

/** What can be seen of one run: the calls in order, and what came out. */
export interface Outcome {
  readonly trace: readonly string[];
  readonly result: string;
}

/** What a program finds in its surroundings. */
export type Surroundings = Readonly<Record<string, unknown>>;

/** Some of the many ways in which a program's unknowns can be filled. */
export function surroundings(seed: number, count: number): Surroundings[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => ({
    a: random.chance(0.5),
    b: random.chance(0.5),
    c: random.chance(0.5),
    n: random.below(3),
    s: random.pick(['', 'blue', 'other']),
    u: random.pick([undefined, null, 0, 'text', true]),
  }));
}

export type Runner = (surroundings: Surroundings) => Promise<Outcome>;

/** Makes a program ready to run; throws where the text is no program. */
export function prepare(text: string, file: string, keep: FlagValue): Runner {
  const code = file.endsWith('.js') ? text : transpile(text, file);
  const names = [
    ...UNKNOWNS,
    ...Object.keys(readers(keep, [], {})),
    ...Object.keys(objects([])),
    ...Object.keys(createRenderer()),
  ];
  const script = new vm.Script(`(function (${names.join(', ')}) {${code}\nreturn main();})`);
  const run = script.runInThisContext() as (...values: unknown[]) => unknown;
  return async (unknowns) => {
    const trace: string[] = [];
    const around: Record<string, unknown> = {
      ...unknowns,
      ...readers(keep, trace, unknowns),
      ...objects(trace),
      ...createRenderer(),
    };
    try {
      const value = await run(...names.map((name) => around[name]));
      return { trace, result: `returned ${show(value)}` };
    } catch (error) {
      return { trace, result: `threw ${error instanceof Error ? `${error.name}` : show(error)}` };
    }
  };
}

function transpile(text: string, file: string): string {
  return ts.transpileModule(text, {
    fileName: file,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.React,
      jsxFactory: 'h',
      jsxFragmentFactory: 'Fragment',
      verbatimModuleSyntax: true,
    },
  }).outputText;
}

const TOO_LONG = 400;

function readers(keep: FlagValue, trace: string[], unknowns: Surroundings): Record<string, unknown> {
  return {
    log: (label: string, value: unknown) => {
      trace.push(`${label}: ${show(value)}`);
      if (trace.length > TOO_LONG) throw new Error('the program does not end');
      return value;
    },
    isEnabled: () => keep,
    isOff: () => !keep,
    getVariant: () => keep,
    variation: async () => keep,
    variationDetail: async () => ({ value: keep }),
    useFlags: () => ({ x: keep, y: unknowns.b }),
    Feature: ({ fallback, children }: Record<string, unknown>) => (keep ? children : fallback),
    useFlag: () => ({ value: keep }),
    useDecision: () => [{ enabled: keep }],
    flags: { isEnabled: () => keep },
  };
}

function objects(trace: string[]): Record<string, unknown> {
  return {
    box: {
      get(this: unknown) {
        trace.push(`get called on ${this === undefined || this === globalThis ? 'nothing' : 'a box'}`);
        return 'got';
      },
    },
    other: () => {
      trace.push('other');
      return 'other';
    },
  };
}

export function show(value: unknown): string {
  if (typeof value === 'function') return 'function';
  if (value === undefined) return 'undefined';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'symbol') return 'symbol';
  try {
    return (
      JSON.stringify(value, (_, item) =>
        typeof item === 'function' ? 'function' : item === undefined ? 'undefined' : item,
      ) ?? 'nothing'
    );
  } catch {
    return 'circular';
  }
}
