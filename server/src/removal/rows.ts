import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import { applyEdits, spanBefore, type TextEdit } from '../text/edits';
import type { Span } from '../text/span';
import { embedsCode } from '../usages/embedded';
import { nameText } from '../usages/property-names';
import { isTestFile } from '../usages/test-file';
import { treeOf } from '../usages/tree';
import type { Place, Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { computes } from './computing';
import { toTextEdits } from './draft';
import { placesSaying } from './dynamic-reads';
import { isPure } from './effects';
import { literalText, type Value } from './known';
import { literalOf } from './literals';
import type { Look } from './looks';
import { createModuleGraph } from './module-graph';
import { removeElement } from './place';
import type { Note } from './plan';
import { createProgram, type Module, type Program, type Spot, Unseen } from './program';
import { answerOf, type Fact, residualOf } from './residual';
import { flowOf, type RowFlow, type SettledCalls } from './row-flow';
import { nodeAt } from './sites';
import { isOwnFunction } from './slots';
import { isTransparent } from './syntax';
import { parse } from './view';

/** What becomes of rows that name a flag: `{ path: '/new', flag: 'newUi' }`. */
export interface Rows {
  /** How the property goes where nothing tells the row with it from the one without, by file. */
  readonly cuts: ReadonlyMap<string, readonly TextEdit[]>;
  /** Why it stays in a row of a table, where that is so. */
  readonly kept: readonly Note[];
  /** No text of the code is the key any more, but for those that read or declare the flag. */
  readonly isAll: boolean;
}

export const NO_ROWS: Rows = { cuts: new Map(), kept: [], isAll: false };

/**
 * Takes the flag's key out of rows, each where it can be shown that nobody sees the difference: the row is followed to wherever it
 * comes, and all that looks at it is worked out twice, with the flag's kept value for an answer and without the property. Both have to
 * leave the same.
 */
export async function settleRows(
  workspace: Workspace,
  snapshot: Snapshot,
  { flag, keep }: Answered,
): Promise<Rows> {
  if (!(await isSaidInRows(workspace, flag))) return NO_ROWS;
  const said = await placesSaying(workspace, snapshot, flag);
  const places = said.filter(({ file }) => !isTestFile(file));
  if (places.length === 0) return NO_ROWS;
  const textOf = (file: string): Promise<string | undefined> => workspace.text(file);
  const program = createProgram(createModuleGraph(workspace, snapshot.modules, textOf), textOf);
  const trial = createTrial(workspace, flag, keep);
  const cuts = new Map<string, TextEdit[]>();
  const kept: Note[] = [];
  const done = new Set<ts.Node>();
  let isAll = true;
  for (const { file, span } of places) {
    const module = await program.moduleOf(file);
    const row = module && !embedsCode(file) ? rowAt(module, span) : undefined;
    if (!module || !row || done.has(row.object.node)) {
      isAll = false;
      continue;
    }
    done.add(row.object.node);
    const fate = await fateOf(row, program, trial, { flag, keep });
    if (typeof fate === 'string') {
      isAll = false;
      if (isOfTable(row.object.node))
        kept.push({ file, span, message: `The flag stays in this row. ${fate}` });
    } else {
      const view = { file: module.tree, text: module.tree.text };
      const edits = toTextEdits(removeElement(view, fate.part, fate.list));
      const own = cuts.get(file) ?? [];
      // Of two rows side by side one goes now.
      if (edits.some((edit) => own.some((other) => overlap(edit.span, other.span)))) isAll = false;
      else cuts.set(file, [...own, ...edits]);
    }
  }
  return { cuts, kept, isAll };
}

function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Whether a source has the key for a property of anything. */
async function isSaidInRows(workspace: Workspace, flag: string): Promise<boolean> {
  for (const file of (await workspace.sourcesWith([flag])).get(flag)!) {
    const text = isTestFile(file) ? undefined : await workspace.text(file);
    if (text === undefined) continue;
    const isSaid = treeOf(parse(file, text)).nodes.some(
      (node) => ts.isPropertyAssignment(node) && literalOf(node.initializer)?.value === flag,
    );
    if (isSaid) return true;
  }
  return false;
}

/** A flag, and the value that the program keeps as its answer. */
interface Answered {
  readonly flag: string;
  readonly keep: FlagValue;
}

interface Row {
  readonly object: Spot<ts.ObjectLiteralExpression>;
  readonly property: ts.PropertyAssignment;
  readonly name: string;
}

/** The property that a text is the value of, in an object that is written out in full. */
function rowAt(module: Module, span: Place['span']): Row | undefined {
  let at = nodeAt(module.tree, span);
  while (at && isTransparent(at.parent)) at = at.parent;
  const property = at?.parent;
  if (!property || !ts.isPropertyAssignment(property) || property.initializer !== at) return undefined;
  const name = nameText(property.name);
  const object = property.parent;
  const names = object.properties.map((one) => one.name && nameText(one.name));
  const isPlain = names.every((one) => one !== undefined) && new Set(names).size === names.length;
  return name !== undefined && isPlain && !asksItself(object)
    ? { object: { module, node: object }, property, name }
    : undefined;
}

/** An object in a list or in another object, and not what is given to a function. */
function isOfTable(object: ts.ObjectLiteralExpression): boolean {
  let at: ts.Node = object;
  while (isTransparent(at.parent)) at = at.parent;
  return ts.isArrayLiteralExpression(at.parent) || ts.isPropertyAssignment(at.parent);
}

/** `{ flag: 'x', isOn() { return isEnabled(this.flag); } }` */
function asksItself(object: ts.ObjectLiteralExpression): boolean {
  const visit = (node: ts.Node): boolean =>
    node.kind === ts.SyntaxKind.ThisKeyword ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(object);
}

/** What goes: the property, or the row; or why neither can. */
type Fate = { readonly part: ts.Node; readonly list: ts.NodeArray<ts.Node> } | string;

async function fateOf(
  { object, property, name }: Row,
  program: Program,
  trial: Trial,
  { flag, keep }: Answered,
): Promise<Fate> {
  try {
    const flow = await flowOf(program, object, name);
    const answers = await followAll(flow, trial);
    const other = flow.looks.find(
      (look) => residualOf(worldOf(look, answers, flag)) !== residualOf(worldOf(look, answers, undefined)),
    );
    // What is off is what the row was for.
    const isForNothing = other !== undefined || keep === false;
    const settled = isForNothing ? settledBy(flow, answers, flag) : undefined;
    const gone = settled && (await listThatNeverShows(object, name, program, settled));
    if (gone) return gone;
    if (other) return `Without \`${name}\` the row would be treated otherwise in ${other.module.file}.`;
    if (isOnlyOne(object.node, name))
      return `No other row has \`${name}\`, and what asks for it needs one that has.`;
    return { part: property, list: object.node.properties };
  } catch (error) {
    // A defect of this engine; the row stays as it is, which is always right.
    if (!(error instanceof Unseen)) return 'It could not be worked out where it comes to.';
    return `The row comes to ${error.spot.module.file}. ${error.message}`;
  }
}

/** The list that a row can leave: nobody does more with it than to hand it on to what leaves the row out, whatever else is true. */
async function listThatNeverShows(
  object: Spot<ts.ObjectLiteralExpression>,
  name: string,
  program: Program,
  settled: SettledCalls,
): Promise<Fate | undefined> {
  let part: ts.Node = object.node;
  while (isTransparent(part.parent)) part = part.parent;
  if (settled.size === 0 || !ts.isArrayLiteralExpression(part.parent)) return undefined;
  const { isSeen } = await flowOf(program, object, name, settled);
  return isSeen ? undefined : { part, list: part.parent.elements };
}

/** What asks for each row, and is known not to choose this one. */
function settledBy({ asked }: RowFlow, answers: Answers, flag: string): SettledCalls {
  const settled = new Map<ts.Node, 'stops' | 'passes'>();
  const open = new Set<ts.Node>();
  for (const { module, call, method, look } of asked) {
    const answer = answerOf(worldOf(look, answers, flag));
    const isLeftOut = answer !== undefined && Boolean(answer.value) === (method === 'every');
    const uses = isLeftOut && method.endsWith('Index') ? usesOfIndex(call, module) : [];
    if (isLeftOut && CHOOSING.has(method) && uses)
      for (const one of [call, ...uses]) settled.set(one, 'stops');
    else if (method === 'filter' && isOwnFunction(look.region) && computes(look.region, isPure))
      settled.set(call, 'passes');
    else open.add(call);
  }
  for (const call of open) settled.delete(call);
  return settled;
}

const CHOOSING = new Set(['filter', 'find', 'findLast', 'some', 'every', 'findIndex', 'findLastIndex']);

/**
 * Where the number of another row is used, `rows[index]` of the same list: which is the same row with one less, as long as the list
 * keeps its order.
 */
function usesOfIndex({ expression, parent }: ts.CallExpression, { scopes }: Module): ts.Node[] | undefined {
  const list = ts.isPropertyAccessExpression(expression)
    ? scopes.bindingOf(expression.expression)
    : undefined;
  const index =
    ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
      ? scopes.declaredBy(parent.name)
      : undefined;
  const [declared] = list?.declarations ?? [];
  const isOwn =
    declared &&
    ts.isVariableDeclaration(declared.node) &&
    declared.node.initializer?.kind === ts.SyntaxKind.ArrayLiteralExpression;
  if (
    !list ||
    !index ||
    !isOwn ||
    list.isExported ||
    [...list.uses, ...index.uses].some(({ writes }) => writes)
  )
    return undefined;
  const isPlace = (node: ts.Node): boolean =>
    ts.isElementAccessExpression(node) &&
    scopes.bindingOf(node.expression) === list &&
    scopes.bindingOf(node.argumentExpression) === index;
  const keepsOrder = ({ parent: user }: ts.Node): boolean =>
    isPlace(user) ||
    ts.isReturnStatement(user) ||
    ts.isSpreadElement(user) ||
    (ts.isPropertyAccessExpression(user) && (CHOOSING.has(user.name.text) || user.name.text === 'map'));
  const places = index.uses.map(({ node }) => node.parent);
  return places.every(isPlace) && list.uses.every(({ node }) => keepsOrder(node)) ? places : undefined;
}

/** A row of a list without a type: the compiler knows its properties only from the rows. */
function isOnlyOne(row: ts.ObjectLiteralExpression, name: string): boolean {
  let list: ts.Node = row.parent;
  while (isTransparent(list)) list = list.parent;
  if (!/\.[cm]?tsx?$/.test(row.getSourceFile().fileName) || !ts.isArrayLiteralExpression(list)) return false;
  const owner = list.parent;
  if (!ts.isVariableDeclaration(owner) || owner.type) return false;
  return !list.elements.some(
    (one) =>
      one !== row &&
      ts.isObjectLiteralExpression(one) &&
      one.properties.some((property) => property.name && nameText(property.name) === name),
  );
}

type Answers = ReadonlyMap<string, Value>;

/** Follows the key into the functions that do not just ask for the flag by it; gives all expressions that do. */
async function followAll(flow: RowFlow, trial: Trial): Promise<Answers> {
  const followed = new Set<ts.Node>();
  for (;;) {
    const answers = await trial(flow.looks);
    const next = flow.given.filter(
      ({ place, call }) => !followed.has(call) && !answers.has(idOf(place.module, call)),
    );
    if (next.length === 0) return answers;
    for (const given of next) {
      followed.add(given.call);
      await flow.follow(given);
    }
  }
}

function worldOf(
  { module, region, isTest, keys, carried, known }: Look,
  answers: Answers,
  key: string | undefined,
) {
  const isAsked = (node: ts.Node): boolean =>
    [...keys].some((one) => !carried.has(one) && node.pos <= one.pos && one.end <= node.end);
  return {
    module,
    region,
    isTest,
    known(node: ts.Node): Fact | undefined {
      if (carried.has(node)) return 'carried';
      if (keys.has(node)) return { value: key };
      const fact = known.get(node);
      if (fact !== undefined || known.has(node)) return fact === 'object' ? 'object' : { value: fact };
      if (key === undefined || !ts.isExpression(node)) return undefined;
      const id = idOf(module, node);
      return answers.has(id) && isAsked(node) && isQuiet(node) ? { value: answers.get(id) } : undefined;
    },
  };
}

/** Whether nothing but the asking is lost where a read goes. */
function isQuiet(node: ts.Node): boolean {
  return ts.isCallExpression(node) ? isPure(node.expression) && node.arguments.every(isPure) : isPure(node);
}

function idOf({ file, tree }: Module, node: ts.Node): string {
  return `${file}:${node.getStart(tree)}:${node.end}`;
}

/** What answers with the flag's value once the key is written out wherever the row's property stands. */
type Trial = (looks: readonly Look[]) => Promise<Answers>;

function createTrial(workspace: Workspace, flag: string, keep: FlagValue): Trial {
  const fork = workspace.fork();
  return async (looks) => {
    const keys = new Map<Module, ts.Node[]>();
    for (const { module, keys: own, carried } of looks)
      for (const key of own) {
        if (carried.has(key) || ts.isShorthandPropertyAssignment(key.parent)) continue;
        keys.set(module, [...(keys.get(module) ?? []), key]);
      }
    const edits = new Map<string, readonly TextEdit[]>();
    const texts = new Map<string, string>();
    for (const [{ file, tree }, nodes] of keys) {
      const outer = [...new Set(nodes)].filter(
        (node) => !nodes.some((other) => other !== node && other.pos <= node.pos && node.end <= other.end),
      );
      const own = outer
        .map((node) => ({ span: { start: node.getStart(tree), end: node.end }, newText: literalText(flag) }))
        .sort((a, b) => a.span.start - b.span.start);
      edits.set(file, own);
      texts.set(file, tree.text);
      await fork.setBuffer(file, applyEdits(tree.text, own));
    }
    const snapshot = fork.snapshot([flag]);
    const answers = new Map<string, Value>();
    for (const [file, own] of edits) {
      for (const { key, certainty, opaque, result, site } of snapshot.readsIn(file)) {
        const isPlain = !result.promise && result.path.length === 0 && !result.gives;
        if (key !== flag || certainty !== 'certain' || opaque !== undefined || !isPlain) continue;
        if (result.inverted && typeof keep !== 'boolean') continue;
        const { start, end } = spanBefore(site, own);
        answers.set(`${file}:${start}:${end}`, result.inverted ? !keep : keep);
      }
      await fork.setBuffer(file, texts.get(file)!);
    }
    return answers;
  };
}
