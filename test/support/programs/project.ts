import type { FlagValue } from '../../../server/src/flags/model';
import { createRandom } from '../random';
import { writeReader } from './asking';
import { type Context, insideFunction, UNKNOWNS } from './context';
import { wrappers } from './shapes';
import { standInApart } from './stand-ins';
import { StatementWriter } from './statements';
import { indent } from './text';

/** A random program of several modules; `main.*` has the function that is run. */
export interface Project {
  readonly files: ReadonlyMap<string, string>;
  readonly entry: string;
  readonly keep: FlagValue;
  /** Where a second removal may still find something to tidy up, what that leaves is run. */
  readonly mayGoOn?: true;
  /** Where the flag is a variable of the environment that no file declares: what that is, on and off. */
  readonly variable?: { readonly on: string | undefined; readonly off: string | undefined };
}

/**
 * Writes modules around the flag `x`: one answers with it, holds it or acts by it, another asks for that, by name, under another
 * name, as a whole, or by way of a module that hands it on. The same seed gives the same program.
 */
export function generateProject(seed: number): Project {
  const random = createRandom(seed);
  const dialect = random.pick(['js', 'ts', 'tsx'] as const);
  const isAsync = random.chance(0.25);
  const style = { dialect, isAsync, answer: 'boolean', hasSemicolons: random.chance(0.7) } as const;
  const writer = new StatementWriter(random, style);
  const reader = random.chance(0.12)
    ? `${random.pick(['getFlag', 'useFeature', 'isFlagOn', 'ask'])}${writer.next()}`
    : undefined;
  const library = writeLibrary(writer, reader);
  const middle = random.chance(0.4) ? writeMiddle(writer, library) : undefined;
  const known = [...library.offers, ...(middle?.offers ?? [])];
  const { imports, taking, context } = importSome(writer, known, isAsync);
  const beside = random.chance(0.15)
    ? standInApart(writer, { ...NOTHING, depth: 1 }, new Set())
    : { declarations: [], calls: [] };
  const body = [...taking, ...writer.statements(context, 2 + random.below(4)), ...beside.calls];
  const main = [
    ...imports,
    ...beside.declarations,
    `export ${isAsync ? 'async ' : ''}function main() {`,
    ...indent(body),
    '}',
    '',
  ];
  const files = new Map([
    ...(reader ? [[`src/asking.${dialect}`, writeReader(random, reader)] as const] : []),
    [`src/library.${dialect}`, library.lines],
    ...(middle ? [[`src/middle.${dialect}`, middle.lines] as const] : []),
    [`src/main.${dialect}`, main],
  ]);
  return {
    files: new Map([...files].map(([file, lines]) => [file, lines.join('\n')])),
    entry: `src/main.${dialect}`,
    keep: random.chance(0.5),
  };
}

/** `results` are functions that return the flag as the member `on` of an object. */
type Kind = 'answers' | 'promisers' | 'flags' | 'functions' | 'results';

/** A name that a module exports. */
interface Offer {
  readonly name: string;
  readonly kind: Kind;
  readonly module: string;
}

interface Module {
  readonly lines: readonly string[];
  readonly offers: readonly Offer[];
}

const NOTHING: Context = {
  depth: 0,
  names: [...UNKNOWNS],
  assignable: [],
  flags: [],
  answers: [],
  promisers: [],
  loop: false,
  breakable: false,
  labels: [],
  isAsync: false,
  isGenerator: false,
};

function writeLibrary(writer: StatementWriter, reader: string | undefined): Module {
  const { random } = writer;
  const lines: string[] = [];
  const offers: Offer[] = [];
  let context = NOTHING;
  const add = (name: string, kind: Kind): void => void offers.push({ name, kind, module: './library' });
  if (reader) {
    const name = `through${writer.next()}`;
    lines.push(
      writer.end(`import { ${reader} } from './asking'`),
      writer.end(`export const ${name} = () => ${reader}('x')`),
    );
    add(name, 'answers');
    context = { ...context, answers: [...context.answers, name] };
  }
  const count = 2 + random.below(3);
  for (let i = 0; i < count; i++) {
    const lead = random.chance(0.85) ? 'export ' : '';
    if (random.chance(0.5)) {
      const { text, next } = wrappers(writer, context);
      const isPromise = next.promisers.length > context.promisers.length;
      if (lead !== '')
        add((isPromise ? next.promisers : next.answers).at(-1)!, isPromise ? 'promisers' : 'answers');
      lines.push(`${lead}${text[0]}`, ...text.slice(1));
      context = next;
    } else if (random.chance(0.4)) {
      const name = `held${writer.next()}`;
      // What a module does when it is loaded goes with the last name that is imported from it.
      const value = writer.test({ ...context, answers: [] });
      lines.push(writer.end(`${lead}const ${name} = ${value.includes('log(') ? "isEnabled('x')" : value}`));
      if (lead !== '') add(name, 'flags');
      context = { ...context, flags: [...context.flags, name] };
    } else if (random.chance(0.3)) {
      // What follows from the flag, and may be one value once that is settled.
      const name = `asks${writer.next()}`;
      const parameter = random.pick(['', 'z', 'z = 1']);
      const value = writer.test(insideFunction(context, { names: context.names, depth: 2 }));
      lines.push(`${lead}function ${name}(${parameter}) {`, ...indent([writer.end(`return ${value}`)]), '}');
      if (lead !== '') add(name, 'answers');
      context = { ...context, answers: [...context.answers, name] };
    } else if (random.chance(0.35)) {
      const name = `gives${writer.next()}`;
      const inside = insideFunction(context, { names: [...context.names, 'z'], depth: 2 });
      const object = `{ on: ${writer.flag(inside)}, some: ${writer.operand(inside)} }`;
      lines.push(
        `${lead}function ${name}(z) {`,
        ...indent([writer.simple(inside), writer.end(`return ${object}`)]),
        '}',
      );
      if (lead !== '') add(name, 'results');
    } else {
      const name = `act${writer.next()}`;
      lines.push(...action(writer, context, `${lead}function ${name}`));
      if (lead !== '') add(name, 'functions');
    }
    if (random.chance(0.3)) lines.push('');
  }
  return { lines: [...lines, ''], offers };
}

function action(writer: StatementWriter, context: Context, head: string): string[] {
  const inside = insideFunction(context, { names: [...context.names, 'z'], depth: context.depth + 1 });
  return [`${head}(z) {`, ...indent([...writer.statements(inside, 2), writer.end('return z')]), '}'];
}

/** A module that hands on what the library has, under the same names, and may have something of its own. */
function writeMiddle(writer: StatementWriter, library: Module): Module {
  const { random } = writer;
  const names = library.offers.map(({ name }) => name);
  const own = `own${writer.next()}`;
  const [first] = library.offers.filter(({ kind }) => kind === 'answers');
  const lines = [
    random.chance(0.5) || names.length === 0
      ? writer.end("export * from './library'")
      : writer.end(`export { ${names.join(', ')} } from './library'`),
    ...(first
      ? [
          writer.end(`import { ${first.name} as asked } from './library'`),
          writer.end(`export const ${own} = (user) => !asked(user)`),
        ]
      : []),
    '',
  ];
  const handed = library.offers.map((offer) => ({ ...offer, module: './middle' }));
  const added: Offer[] = first ? [{ name: own, kind: 'answers', module: './middle' }] : [];
  return { lines, offers: [...handed, ...added] };
}

/** Imports of some of what there is, in one of several ways, and what may then be written. */
function importSome(
  writer: StatementWriter,
  offers: readonly Offer[],
  isAsync: boolean,
): { imports: string[]; taking: string[]; context: Context } {
  const { random } = writer;
  const imports: string[] = [];
  const named = new Map<string, string[]>();
  const got: Record<Kind, string[]> = { answers: [], promisers: [], flags: [], functions: [], results: [] };
  const wholes = new Map<string, string>();
  for (const { name, kind, module } of offers) {
    if (!random.chance(0.7) || Object.values(got).flat().includes(name)) continue;
    if (random.chance(0.2)) {
      const whole = wholes.get(module) ?? `all${writer.next()}`;
      wholes.set(module, whole);
      got[kind].push(`${whole}.${name}`);
      continue;
    }
    const local = random.chance(0.2) ? `renamed${writer.next()}` : name;
    named.set(module, [...(named.get(module) ?? []), local === name ? name : `${name} as ${local}`]);
    got[kind].push(local);
  }
  for (const [module, whole] of wholes) imports.push(writer.end(`import * as ${whole} from '${module}'`));
  for (const [module, names] of named)
    imports.push(writer.end(`import { ${names.join(', ')} } from '${module}'`));
  const { functions, results, flags, ...rest } = got;
  const names = [...UNKNOWNS, ...functions.map((name) => `${name}(1)`)];
  const taking: string[] = [];
  const taken = results.map((name) => {
    const on = `on${writer.next()}`;
    if (random.chance(0.15)) return `${name}(2).on`;
    const other = random.chance(0.7) ? `some: some${on}` : `...others${on}`;
    taking.push(writer.end(`const { on: ${on}, ${other} } = ${name}(1)`));
    return on;
  });
  return { imports, taking, context: { ...NOTHING, ...rest, flags: [...flags, ...taken], names, isAsync } };
}
