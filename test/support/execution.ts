import path from 'node:path';
import vm from 'node:vm';
import ts from 'typescript';
import type { FlagValue } from '../../server/src/flags/model';
import { UNKNOWNS } from './programs/context';
import { IMPORTS } from './programs/generator';
import { createRandom } from './random';
import { createRenderer } from './renderer';
import { z } from './zod';

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
  const own = withoutImports(text);
  const code = file.endsWith('.js') ? own : transpile(own, file);
  const script = new vm.Script(`(function (${GIVEN.join(', ')}) {${code}\nreturn main();})`);
  const run = script.runInThisContext() as (...values: unknown[]) => unknown;
  return runner(keep, (given) => run(...given));
}

/** What a program imports it finds in its surroundings. */
export function withoutImports(text: string): string {
  return IMPORTS.reduce((rest, line) => rest.replace(line, ''), text);
}

/** Makes the `main` of a program of several modules ready to run; `variable` is what `x` is in its environment. */
export function prepareModules(
  files: ReadonlyMap<string, string>,
  entry: string,
  keep: FlagValue,
  variable?: string,
): Runner {
  const modules = new Map(
    [...files].map(([file, text]) => {
      const code = transpile(text, file, ts.ModuleKind.CommonJS);
      const script = new vm.Script(`(function (exports, require, process, ${GIVEN.join(', ')}) {${code}\n})`);
      return [file, script.runInThisContext() as (...values: unknown[]) => unknown];
    }),
  );
  return runner(keep, (given) => {
    const loaded = new Map<string, Record<string, unknown>>();
    const load = (file: string): Record<string, unknown> => {
      const known = loaded.get(file);
      if (known) return known;
      const exports: Record<string, unknown> = {};
      loaded.set(file, exports);
      const folder = path.posix.dirname(file);
      const require = (name: string) =>
        name === 'zod' ? { z } : load(`${path.posix.join(folder, name)}${path.posix.extname(file)}`);
      const env = { other: 'o', ...(variable !== undefined && { x: variable }) };
      modules.get(file)!(exports, require, { env }, ...given);
      return exports;
    };
    return (load(entry).main as () => unknown)();
  });
}

const TOO_LONG = 400;

/** The names that a program finds in its surroundings. */
const GIVEN = [
  ...UNKNOWNS,
  ...Object.keys(readers(true, [], {})),
  ...Object.keys(objects([])),
  ...Object.keys(createRenderer()),
];

function runner(keep: FlagValue, run: (given: readonly unknown[]) => unknown): Runner {
  return async (unknowns) => {
    const trace: string[] = [];
    const around: Record<string, unknown> = {
      ...unknowns,
      ...readers(keep, trace, unknowns),
      ...objects(trace),
      ...createRenderer(),
    };
    try {
      const value = await run(GIVEN.map((name) => around[name]));
      return { trace, result: `returned ${show(value)}` };
    } catch (error) {
      return { trace, result: `threw ${error instanceof Error ? `${error.name}` : show(error)}` };
    }
  };
}

function transpile(text: string, file: string, module = ts.ModuleKind.ESNext): string {
  return ts.transpileModule(text, {
    fileName: file,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module,
      jsx: ts.JsxEmit.React,
      jsxFactory: 'h',
      jsxFragmentFactory: 'Fragment',
      verbatimModuleSyntax: true,
    },
  }).outputText;
}

function readers(keep: FlagValue, trace: string[], unknowns: Surroundings): Record<string, unknown> {
  return {
    log: (label: string, value: unknown) => {
      trace.push(`${label}: ${show(value)}`);
      if (trace.length > TOO_LONG) throw new Error('the program does not end');
      return value;
    },
    isEnabled: (key: unknown) => (key === 'x' ? keep : key === 'y' && unknowns.b === true),
    isOff: (key: unknown) => !(key === 'x' ? keep : key === 'y' && unknowns.b === true),
    getVariant: () => keep,
    variation: async () => keep,
    variationDetail: async () => ({ value: keep }),
    useFlags: () => ({ x: keep, y: unknowns.b, own: { x: keep, y: unknowns.a } }),
    Feature: ({ fallback, children }: Record<string, unknown>) => (keep ? children : fallback),
    useFlag: () => ({ value: keep }),
    useDecision: () => [{ enabled: keep }],
    flags: { isEnabled: () => keep },
    settled: keep,
    allFlags: () => [stateOf('x', keep), stateOf('y', unknowns.b === true)],
  };
}

/** A feature flag as a service of a project's own may give it, under many a name. */
function stateOf(name: string, enabled: unknown): Record<string, unknown> {
  return { name, key: name, enabled, active: enabled, isEnabled: enabled, limit: 3, owner: 'web' };
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
    classNames,
  };
}

/** As the package of that name does it. */
function classNames(...given: readonly unknown[]): string {
  return given
    .flatMap((one): unknown[] => {
      if (typeof one === 'string' || typeof one === 'number') return [one];
      if (Array.isArray(one)) return [classNames(...one)];
      if (typeof one !== 'object' || one === null) return [];
      return Object.entries(one).flatMap(([name, isIn]) => (isIn ? [name] : []));
    })
    .filter(Boolean)
    .join(' ');
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
