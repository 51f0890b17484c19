import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import type { TextEdit } from '../text/edits';
import { contains, span } from '../text/span';
import { embedsCode } from '../usages/embedded';
import { isEnvironment } from '../usages/named';
import { nameText } from '../usages/property-names';
import type { Read } from '../usages/read';
import { VALUE } from '../usages/results';
import { isTestFile } from '../usages/test-file';
import { treeOf } from '../usages/tree';
import type { Workspace } from '../workspace/workspace';
import { importOf, scopesOf } from './declared';
import { toTextEdits } from './draft';
import { isPure } from './effects';
import { isExport } from './exports';
import { removeElement } from './place';
import type { Note } from './plan';
import type { Declared } from './plan-whole';
import { type Module, NOT_FOLLOWED, type Program, type Spot, Unseen } from './program';
import { bare, demandOn, isTransparent } from './syntax';
import { isZod, type Validated, validatedBy } from './validators';

/** What is known of a variable that a schema of the environment declares. */
export interface OfSchemas {
  /** Where what a schema gives is asked for it: `env.NEW_UI`; or the row, with the reason why it stays. */
  readonly reads: readonly Read[];
  /** How its rows leave once nobody asks for it any more. */
  readonly declared: Declared;
  readonly notes: readonly Note[];
}

/**
 * Looks for a variable in the schemas by which programs check their environment, those of zod, envalid and t3-env, and for who asks what
 * comes out: `export const env = z.object({ NEW_UI: z.coerce.boolean() }).parse(process.env)`.
 */
export async function findInSchemas(
  name: string,
  keep: FlagValue,
  workspace: Workspace,
  program: Program,
): Promise<OfSchemas> {
  const reads: Read[] = [];
  const cuts = new Map<string, readonly TextEdit[]>();
  const notes: Note[] = [];
  let asking: string | undefined;
  for (const file of (await workspace.sourcesWith([name])).get(name) ?? []) {
    const module = embedsCode(file) ? undefined : await program.moduleOf(file);
    if (!module) continue;
    if (isTestFile(file)) {
      if (asksFor(module.tree, name)) asking ??= file;
      continue;
    }
    for (const row of rowsOf(module, name)) {
      const found = await readsOf(row, keep, program);
      reads.push(...found.reads);
      const view = { file: module.tree, text: module.tree.text };
      const edits = found.rows.flatMap((one) =>
        toTextEdits(removeElement(view, one, (one.parent as ts.ObjectLiteralExpression).properties)),
      );
      if (edits.length > 0) cuts.set(file, [...(cuts.get(file) ?? []), ...edits]);
      notes.push(...found.notes);
    }
  }
  if (asking === undefined) return { reads, declared: { cuts, uses: reads }, notes };
  const message = `Its row in the schema stays, for ${asking} asks for it.`;
  const stay = [...cuts].flatMap(([file, [edit]]) => (edit ? [{ file, span: edit.span, message }] : []));
  return { reads, declared: { cuts: new Map(), uses: [] }, notes: [...notes, ...stay] };
}

/** Whether a test asks anything but the environment itself for a variable: `env.NEW_UI`. */
function asksFor(tree: ts.SourceFile, name: string): boolean {
  return treeOf(tree).nodes.some((node) => {
    if (ts.isBindingElement(node))
      return nameText((node.propertyName ?? node.name) as ts.PropertyName) === name;
    if (ts.isElementAccessExpression(node))
      return says(node.argumentExpression, name) && !isEnvironment(node.expression, scopesOf(tree));
    return (
      ts.isPropertyAccessExpression(node) &&
      node.name.text === name &&
      !isEnvironment(node.expression, scopesOf(tree))
    );
  });
}

export const IN_NO_SCHEMA: OfSchemas = {
  reads: [],
  declared: { cuts: new Map(), uses: [] },
  notes: [],
};

/** The reads, without those that only give a schema or a build its variables: they go with its row. */
export function withoutGiven(
  reads: readonly Read[],
  cuts: ReadonlyMap<string, readonly TextEdit[]>,
): readonly Read[] {
  return reads.filter(({ file, site }) => !(cuts.get(file) ?? []).some((edit) => contains(edit.span, site)));
}

/** A variable's row in a schema, and the expression that stands for the schema, or for what it gives. */
interface Row {
  readonly module: Module;
  readonly property: ts.PropertyAssignment;
  readonly schema: ts.Expression;
  /** What the schema gives comes out of `schema` itself, with the object that gives it the variables. */
  readonly isMade: boolean;
}

function rowsOf(module: Module, name: string): Row[] {
  return treeOf(module.tree).nodes.flatMap((node): Row[] => {
    if (!ts.isPropertyAssignment(node) || nameText(node.name) !== name) return [];
    const given = callGiven(node.parent);
    if (!given) return [];
    const { call, index, member } = given;
    const { expression: callee } = call;
    const own = { module, property: node, schema: call };
    if (ts.isPropertyAccessExpression(callee)) {
      const isSchema = callee.name.text === 'object' && index === 0 && !member && isZod(callee.expression);
      return isSchema ? [{ ...own, isMade: false }] : [];
    }
    const imported = ts.isIdentifier(callee) ? importOf(callee) : undefined;
    if (imported?.module === 'envalid')
      return imported.name === 'cleanEnv' && index === 1 && !member ? [{ ...own, isMade: true }] : [];
    const isOfT3 = imported?.name === 'createEnv' && imported.module.startsWith('@t3-oss/env-');
    return isOfT3 && member !== undefined && ['server', 'client', 'shared'].includes(member)
      ? [{ ...own, isMade: true }]
      : [];
  });
}

/** The call that is given an object, or an object with it as a member. */
function callGiven(
  object: ts.Node,
): { readonly call: ts.CallExpression; readonly index: number; readonly member?: string } | undefined {
  const at = outermost(object);
  const { parent } = at;
  if (ts.isCallExpression(parent))
    return { call: parent, index: parent.arguments.indexOf(at as ts.Expression) };
  const member = ts.isPropertyAssignment(parent) ? nameText(parent.name) : undefined;
  const outer = member === undefined ? undefined : outermost(parent.parent);
  return outer && ts.isCallExpression(outer.parent) && outer.parent.arguments[0] === outer
    ? { call: outer.parent, index: 0, member: member! }
    : undefined;
}

function outermost(node: ts.Node): ts.Node {
  let at = node;
  while (isTransparent(at.parent)) at = at.parent;
  return at;
}

interface Found {
  readonly reads: readonly Read[];
  /** The properties that go once all reads have. */
  readonly rows: readonly ts.PropertyAssignment[];
  readonly notes: readonly Note[];
}

const NOTHING: Found = { reads: [], rows: [], notes: [] };

/** What asks for the variable of a row, and what goes with it; where that cannot be told, the row as a read that stays. */
async function readsOf(row: Row, keep: FlagValue, program: Program): Promise<Found> {
  const { module, property } = row;
  const name = nameText(property.name)!;
  const stays = (reason: string): Found => ({
    ...NOTHING,
    reads: [{ ...readAt({ module, node: property.name }, property.name, name), opaque: reason }],
  });
  try {
    const { given, rows, isSeen } = row.isMade
      ? {
          given: [{ spot: { module, node: row.schema }, path: [] }],
          rows: rowsGiven(row.schema, name),
          isSeen: true,
        }
      : await parsedWith({ module, node: row.schema }, name, program);
    if (given.length === 0) return NOTHING;
    const validated = validatedBy(property.initializer);
    if (!validated) return stays('what the schema of the environment makes of the variable is not told');
    const places: Spot[] = [];
    for (const one of given) places.push(...(await askedOf(one, name, program)));
    const reads = places.map((place) => settledAt(place, name, validated, keep));
    if (isSeen) return { reads, rows: [property, ...rows.filter((one) => one !== property)], notes: [] };
    const at = { file: module.file, span: spanOf(property.name, module) };
    return {
      reads,
      rows: [],
      notes: [{ ...at, message: 'Its row in the schema stays, for others may use that.' }],
    };
  } catch (error) {
    if (!(error instanceof Unseen)) throw error;
    return stays(
      `who is given all that the schema of the environment gives is not seen in ${error.spot.module.file}`,
    );
  }
}

/** An object of variables, or one that has it under a path: `data` of what `safeParse` gives. */
interface Given {
  readonly spot: Spot;
  readonly path: readonly string[];
}

interface Parsed {
  readonly given: readonly Given[];
  readonly rows: readonly ts.PropertyAssignment[];
  /** Nobody else can use the schema. */
  readonly isSeen: boolean;
}

/** What a schema gives where it is used on the environment. */
async function parsedWith(schema: Spot, name: string, program: Program): Promise<Parsed> {
  const { module } = schema;
  let at = outermost(schema.node);
  for (;;) {
    const { parent } = at;
    const call =
      ts.isPropertyAccessExpression(parent) && parent.expression === at ? parent.parent : undefined;
    if (!call || !ts.isCallExpression(call) || call.expression !== parent) break;
    const path = PARSING.get((parent as ts.PropertyAccessExpression).name.text);
    const [object] = call.arguments;
    if (path && object)
      return holdsEnvironment(object)
        ? { given: [{ spot: { module, node: call }, path }], rows: rowsGiven(call, name), isSeen: true }
        : { given: [], rows: [], isSeen: false };
    const isCheck = CHECKING.has((parent as ts.PropertyAccessExpression).name.text);
    if (!isCheck || call.arguments.some((one) => says(one, name))) throw new Unseen(schema, NOT_FOLLOWED);
    at = outermost(call);
  }
  const { parent } = at;
  if (ts.isTypeQueryNode(parent)) return { given: [], rows: [], isSeen: true };
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== at || !ts.isIdentifier(parent.name))
    throw new Unseen(schema, NOT_FOLLOWED);
  const binding = module.scopes.declaredBy(parent.name);
  if (binding?.declarations[0]?.kind !== 'const') throw new Unseen(schema, NOT_FOLLOWED);
  const elsewhere = await usesElsewhere(module, binding, program);
  const uses =
    elsewhere ?? binding.uses.filter(({ node }) => !isExport(node)).map(({ node }) => ({ module, node }));
  const parsed = await Promise.all(uses.map((use) => parsedWith(use, name, program)));
  return {
    given: parsed.flatMap(({ given }) => given),
    rows: parsed.flatMap(({ rows }) => rows),
    isSeen: elsewhere !== undefined && parsed.every(({ isSeen }) => isSeen),
  };
}

/** Where a name is used; nothing where that cannot be seen. */
async function usesElsewhere(
  module: Module,
  binding: Parameters<Program['usesOf']>[1],
  program: Program,
): Promise<readonly Spot<ts.Identifier>[] | undefined> {
  try {
    return (await program.usesOf(module, binding)) as readonly Spot<ts.Identifier>[];
  } catch (error) {
    if (error instanceof Unseen) return undefined;
    throw error;
  }
}

/** The methods that check an object, with where in what they give the variables are. */
const PARSING: ReadonlyMap<string, readonly string[]> = new Map([
  ['parse', []],
  ['safeParse', ['data']],
]);

/** Methods of a schema that only say what is none. */
const CHECKING: ReadonlySet<string> = new Set([
  'refine',
  'superRefine',
  'check',
  'strip',
  'describe',
  'readonly',
]);

/** `process.env`, `{ ...process.env }`, `{ NEW_UI: process.env.NEW_UI }` */
function holdsEnvironment(node: ts.Expression): boolean {
  const object = bare(node) as ts.Expression;
  const isOne = (one: ts.Expression): boolean => isEnvironment(one, scopesOf(one.getSourceFile()));
  if (!ts.isObjectLiteralExpression(object)) return isOne(object);
  return object.properties.some((property) => {
    if (ts.isSpreadAssignment(property)) return isOne(property.expression);
    const value = ts.isPropertyAssignment(property) ? bare(property.initializer) : undefined;
    return value !== undefined && ts.isPropertyAccessExpression(value) && isOne(value.expression);
  });
}

function says(node: ts.Node, name: string): boolean {
  if ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && node.text === name) return true;
  return ts.forEachChild(node, (child) => says(child, name) || undefined) ?? false;
}

/** Where a call is given the variable itself: `runtimeEnv: { NEW_UI: process.env.NEW_UI }`. */
function rowsGiven(call: ts.Node, name: string): ts.PropertyAssignment[] {
  const named = (node: ts.Node): ts.PropertyAssignment[] => {
    const object = bare(node);
    if (!ts.isObjectLiteralExpression(object)) return [];
    return object.properties.flatMap((property) => {
      if (!ts.isPropertyAssignment(property)) return [];
      if (nameText(property.name) === name) return isPure(property.initializer) ? [property] : [];
      return RUNTIME.has(nameText(property.name) ?? '') ? named(property.initializer) : [];
    });
  };
  return (call as ts.CallExpression).arguments.flatMap(named);
}

/** What t3-env is given the variables under. */
const RUNTIME: ReadonlySet<string> = new Set(['runtimeEnv', 'runtimeEnvStrict', 'experimental__runtimeEnv']);

/** Where a variable is asked for of an object that has it; throws {@link Unseen} where the object goes elsewhere. */
async function askedOf({ spot, path }: Given, name: string, program: Program): Promise<readonly Spot[]> {
  const { module } = spot;
  const at = outermost(spot.node);
  const { parent } = at;
  const [step, ...rest] = path;
  const further = (node: ts.Node): readonly Spot[] | Promise<readonly Spot[]> =>
    step === undefined ? [{ module, node }] : askedOf({ spot: { module, node }, path: rest }, name, program);
  const wanted = step ?? name;
  if (ts.isTypeQueryNode(parent)) return [];
  if (ts.isPropertyAccessExpression(parent) && parent.expression === at)
    return parent.name.text === wanted ? further(parent) : [];
  if (ts.isElementAccessExpression(parent) && parent.expression === at) {
    const asked = bare(parent.argumentExpression);
    if (ts.isStringLiteralLike(asked)) return asked.text === wanted ? further(parent) : [];
  }
  if (
    ts.isVariableDeclaration(parent) &&
    parent.initializer === at &&
    parent.parent.flags & ts.NodeFlags.Const
  ) {
    if (ts.isIdentifier(parent.name)) return usesOfName(parent.name, path);
    const taken = ts.isObjectBindingPattern(parent.name) ? elementsOf(parent.name, wanted) : undefined;
    if (taken) {
      const places: Spot[] = [];
      for (const element of taken)
        places.push(
          ...(step === undefined
            ? [{ module, node: element }]
            : await usesOfName(element.name as ts.Identifier, rest)),
        );
      return places;
    }
  }
  throw new Unseen(spot, NOT_FOLLOWED);

  async function usesOfName(name_: ts.Identifier, left: readonly string[]): Promise<readonly Spot[]> {
    const binding = module.scopes.declaredBy(name_);
    if (!binding || module.scopes.isOpaque || binding.uses.some(({ writes }) => writes))
      throw new Unseen(spot, NOT_FOLLOWED);
    const places: Spot[] = [];
    for (const use of await program.usesOf(module, binding))
      places.push(...(await askedOf({ spot: use, path: left }, name, program)));
    return places;
  }
}

/** The elements of a pattern that take a member by its name; nothing where it may take others as well. */
function elementsOf(
  { elements }: ts.ObjectBindingPattern,
  wanted: string,
): readonly ts.BindingElement[] | undefined {
  const names = elements.map(({ name, propertyName, dotDotDotToken }) =>
    dotDotDotToken || !ts.isIdentifier(name) ? undefined : nameText(propertyName ?? name),
  );
  return names.includes(undefined) ? undefined : elements.filter((_, index) => names[index] === wanted);
}

function settledAt(place: Spot, name: string, { kind, isOptional }: Validated, keep: FlagValue): Read {
  const { node } = place;
  const at = ts.isPropertyAccessExpression(node)
    ? node.name
    : ts.isElementAccessExpression(node)
      ? node.argumentExpression
      : ((node as ts.BindingElement).propertyName ?? (node as ts.BindingElement).name);
  const read = readAt(place, at, name);
  if (kind === 'text') return read;
  if (typeof keep !== 'boolean') return { ...read, opaque: 'the schema makes true or false of the variable' };
  const isLess = isOptional && !keep && demandOn(outermost(node)) !== 'test';
  return isLess
    ? { ...read, opaque: 'where the variable is not set, more than its truth is asked here' }
    : { ...read, value: keep };
}

function readAt({ module, node }: Spot, name: ts.Node, key: string): Read {
  return {
    file: module.file,
    span: spanOf(name, module),
    site: spanOf(node, module),
    key,
    certainty: 'certain',
    shape: 'lookup',
    isConfigured: false,
    result: VALUE,
    guards: [],
    testedUnder: [],
    isSetting: true,
  };
}

function spanOf(node: ts.Node, { tree }: Module) {
  return span(node.getStart(tree), node.end);
}
