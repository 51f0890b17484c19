import ts from 'typescript';
import type { TextEdit } from '../text/edits';
import { embedsCode } from '../usages/embedded';
import { isTestFile } from '../usages/test-file';
import { isPlainConstructor } from './constructors';
import { cutCalls, type Standing, type Wanted } from './cut-calls';
import { withoutCovered } from './declarations';
import { toTextEdits } from './draft';
import { exportsOf, handedOnName, importedName, localName, topBinding } from './exports';
import type { Handed } from './handed';
import { type Idle, idleSlot } from './idle';
import { answerOf } from './known-calls';
import { defaultOf, hasDefault, isBeforeOthers, isWholeParameter, typeEdits } from './parameters';
import type { Note } from './plan';
import { analyzeScopes } from './scope';
import type { Binding, Scopes } from './scope-model';
import {
  elementTaking,
  isOwnFunction,
  memberSlots,
  nameOfFunction,
  type Owner,
  type OwnFunction,
  type Slot,
  slotOf,
} from './slots';
import type { SourceRemovalInput } from './source';
import type { Sources } from './sources';
import { parse, type SettledName } from './view';

/** How a parameter is let go. */
export interface Settled {
  /** How each source takes part. */
  readonly inputs: ReadonlyMap<string, SourceRemovalInput>;
  /** The source that declares it, and where its name stands that has to go. */
  readonly target: string;
  readonly starts: readonly number[];
  /** What is to be said of tests. */
  readonly notes: readonly Note[];
}

/**
 * Follows a value that a call hands on: where every call of the function, in all files that import it, hands on the same, the
 * parameter becomes that value and goes, with what each call gives for it. Tests that give another value go, as tests of what is gone.
 */
export async function settle(from: string, handed: Handed, sources: Sources): Promise<Settled | undefined> {
  const target = await findFunction(from, handed, sources);
  const slot = target && slotIn(target, handed, sources);
  if (!slot || (handed.value === undefined && hasDefault(slot))) return undefined;
  return letGo(target, slot, { value: handed.value }, sources);
}

/** The same for a parameter that nothing asks for any more, whatever it is given, where leaving that out has no effect. */
export async function settleIdle(file: string, idle: Idle, sources: Sources): Promise<Settled | undefined> {
  const input = await sources.inputOf(file);
  if (!input) return undefined;
  const tree = parse(file, input.text);
  const scopes = analyzeScopes(tree);
  const slot = idleSlot(tree, scopes, idle);
  const name = slot && nameOfFunction(slot.owner);
  const target = name && targetIn(file, tree, scopes, name.text);
  return target && ownerOf(target) === slot.owner ? letGo(target, slot, 'anything', sources) : undefined;
}

/** Lets a slot go in the function and in all that call it, or not at all. */
async function letGo(
  target: Target,
  slot: Slot,
  wanted: Wanted,
  sources: Sources,
): Promise<Settled | undefined> {
  if (sources.graph.isPublic(target.file) || isBeforeOthers(slot)) return undefined;
  const { name } = slot.property?.element ?? slot.parameter;
  if (!ts.isIdentifier(name)) return undefined;
  const start = name.getStart(target.tree);
  const parameter = target.scopes.declaredBy(name);
  if (!parameter || parameter.uses.length === 0 || parameter.declarations.length !== 1) return undefined;
  const isMember = slot.property !== undefined && !slot.property.element;
  const members = isMember ? membersAsked(parameter, slot.property.name) : [];
  const asked = members.map((access) => access.name.getStart(target.tree));

  const types = new Set<string>();
  const standing = await standingOf(target, slot, sources);
  const isOwn = (type: Binding): boolean => {
    if (type.isExported) types.add(type.name);
    return true;
  };
  const ofTypes =
    standing && typeEdits(slot, { file: target.tree, scopes: target.scopes }, isOwn, standing.isWhole);
  if (!ofTypes) return undefined;
  const cuts = new Map<string, TextEdit[]>([[target.file, toTextEdits(ofTypes)]]);
  const settledAt: SettledName = {
    start,
    value: wanted === 'anything' ? undefined : wanted.value,
    ...(wanted === 'anything' && { isIdle: true }),
    ...(isMember && { property: slot.property.name }),
  };

  const notes: Note[] = [];
  const own = await cutCalls(target.file, () => [target.name], standing, wanted, sources, notes);
  if (!own) return undefined;
  cuts.get(target.file)!.push(...own);
  let isCalled = own.length > 0;
  const exported = namesExported(target);
  for await (const { file, imports } of exported.size > 0 ? sources.graph.importersOf(target.file) : []) {
    const isHidden = imports.some(({ names, handsOn }) =>
      names === 'all' ? true : handsOn !== undefined && takesAny(names, exported),
    );
    const takesType = imports.some(({ names }) => takesAny(names, types));
    // What a component of Vue or a page does with a name stands in its markup.
    const isEmbedded = embedsCode(file) && imports.some(({ names }) => takesAny(names, exported));
    if (isHidden || takesType || isEmbedded) return undefined;
    const isTaken = (module: string, imported: string): boolean =>
      exported.has(imported) && sources.graph.resolve(file, module) === target.file;
    const namesIn = (tree: ts.SourceFile): string[] => importedAs(tree, isTaken);
    const calls = await cutCalls(file, namesIn, standing, wanted, sources, notes);
    if (!calls) return undefined;
    if (calls.length > 0) cuts.set(file, calls);
    isCalled ||= calls.length > 0 && (!isTestFile(file) || isTestFile(target.file));
  }
  // What nobody here calls, but for tests, may be called by a framework, which gives what it likes.
  if (wanted === 'anything' && !isCalled) return undefined;

  const inputs = new Map<string, SourceRemovalInput>();
  for (const [file, added] of cuts) {
    const input = await sources.inputOf(file);
    const all = input && together([...(input.cuts ?? []), ...added]);
    if (!all) return undefined;
    inputs.set(file, {
      ...input,
      cuts: all,
      ...(file === target.file && { settled: [...(input.settled ?? []), settledAt] }),
    });
  }
  return { inputs, target: target.file, starts: asked.length > 0 ? asked : [start], notes };
}

/** Where a slot stands in the function as it is now; nothing where it is there no more. */
async function standingOf(target: Target, taken: Slot, sources: Sources): Promise<Standing | undefined> {
  const { owner: before, parameter, property } = taken;
  const fallback = defaultOf(taken);
  const tree = parse(target.file, (await sources.textAfter(target.file)) ?? '');
  const now = targetIn(target.file, tree, analyzeScopes(tree), target.name);
  const owner = now && ownerOf(now);
  const index = leftOf(target, sources)?.indexOf(parameter) ?? -1;
  const own = owner?.parameters[index];
  if (!owner || !own || owner.parameters.length !== leftOf(target, sources)!.length) return undefined;
  if (!property?.element)
    return {
      owner: before,
      index,
      property: property?.name,
      isWhole: !property || property.isOnly === true,
      fallback,
    };
  // Where nothing asks for it, the name may have gone before what is given for it, from among others that stay.
  const element = elementTaking(owner, own, property.name);
  const slot = element && slotOf(element);
  if (element && !slot) return undefined;
  return {
    owner: before,
    index,
    property: property.name,
    isWhole: slot !== undefined && isWholeParameter(slot),
    fallback,
  };
}

/** The parameters of a function that have not gone yet. */
function leftOf(target: Target, { editsOf }: Sources): readonly ts.ParameterDeclaration[] | undefined {
  const edits = editsOf(target.file);
  return ownerOf(target)?.parameters.filter(
    (one) => !edits.some(({ span }) => span.start <= one.getStart(target.tree) && one.end <= span.end),
  );
}

/** Whether an import takes one of some names. */
export function takesAny(taken: ReadonlySet<string> | 'all', names: ReadonlySet<string>): boolean {
  return taken === 'all' || [...taken].some((name) => names.has(name));
}

/**
 * The same source, with the component that a tag names, for a component may do nothing but choose among what it is given; or with the
 * function that a call names, for it may ask for nothing but the truth of that, or do nothing but work out an answer.
 */
export async function withComponent(
  from: string,
  handed: Handed,
  sources: Sources,
): Promise<SourceRemovalInput | undefined> {
  const input = await sources.inputOf(from);
  if (!input || input.components?.has(handed.callee)) return undefined;
  const target = await findFunction(from, handed, sources);
  const owner = target && functionOf(target);
  const isAsked = handed.property !== undefined || handed.isPart || (owner && works(owner, handed));
  return owner && isAsked
    ? { ...input, components: new Map([...(input.components ?? []), [handed.callee, owner]]) }
    : undefined;
}

/** Whether a function does nothing but work its answer out, and needs no more for that than what is handed to it. */
function works(owner: OwnFunction, { index, value }: Handed): boolean {
  const given = owner.parameters.map((_, other) => (other === index ? { value } : undefined));
  return answerOf(owner, given) !== undefined;
}

/** The function that a name stands for, or what makes a class. */
function ownerOf(target: Target): Owner | undefined {
  const { declared } = target;
  return ts.isClassDeclaration(declared) ? declared.members.find(isPlainConstructor) : functionOf(target);
}

function functionOf({ declared }: Target): OwnFunction | undefined {
  const owner = ts.isVariableDeclaration(declared) ? declared.initializer : declared;
  return owner && isOwnFunction(owner) && nameOfFunction(owner) ? owner : undefined;
}

/** Whether a text is taken out by edits, and is not put in again by one of them. */
export function isTakenOut(start: number, edits: readonly TextEdit[], text: string): boolean {
  const name = /^[\p{ID_Continue}$]+/u.exec(text.slice(start))?.[0] ?? '';
  return edits.some(
    (edit) =>
      edit.span.start <= start &&
      edit.span.end >= start + name.length &&
      !edit.newText.split(/[^\p{ID_Continue}$]+/u).includes(name),
  );
}

interface Target {
  readonly file: string;
  readonly tree: ts.SourceFile;
  readonly scopes: Scopes;
  readonly name: string;
  readonly declared: ts.Node;
}

async function findFunction(
  from: string,
  { callee }: Handed,
  { graph, inputOf }: Sources,
): Promise<Target | undefined> {
  const input = await inputOf(from);
  if (!input) return undefined;
  const tree = parse(from, input.text);
  const scopes = analyzeScopes(tree);
  const use = scopes.bindings.find(({ uses }) => uses.some(({ node }) => node.getStart(tree) === callee));
  const [declaration] = use?.declarations ?? [];
  if (!use || !declaration || use.declarations.length !== 1) return undefined;
  if (declaration.kind !== 'import') return targetIn(from, tree, scopes, use.name);
  let imported = importedName(declaration.node);
  let at = from;
  for (let hops = 0; imported && hops < MAX_HOPS; hops++) {
    const file = graph.resolve(at, imported.module);
    const source = file === undefined ? undefined : await inputOf(file);
    if (file === undefined || !source) return undefined;
    const targetTree = parse(file, source.text);
    const name = localName(targetTree, imported.name);
    if (name !== undefined) return targetIn(file, targetTree, analyzeScopes(targetTree), name);
    imported = handedOnName(targetTree, imported.name);
    at = file;
  }
  return undefined;
}

/** How many files may hand an export on to one another. */
const MAX_HOPS = 4;

function targetIn(file: string, tree: ts.SourceFile, scopes: Scopes, name: string): Target | undefined {
  const binding = topBinding(scopes, tree, name);
  const declared = binding?.declarations.length === 1 ? binding.declarations[0]!.node : undefined;
  return declared && !scopes.isOpaque ? { file, tree, scopes, name, declared } : undefined;
}

function namesExported({ tree, name }: Target): ReadonlySet<string> {
  return new Set(exportsOf(tree).flatMap(([exported, local]) => (local === name ? [exported] : [])));
}

function slotIn(target: Target, { index, property }: Handed, sources: Sources): Slot | undefined {
  const owner = ownerOf(target);
  const parameter = leftOf(target, sources)?.[index];
  if (!owner || !parameter || property === undefined) return parameter && slotOf(parameter);
  const element = elementTaking(owner, parameter, property);
  if (element) return slotOf(element);
  const binding = target.scopes.declaredBy(parameter.name);
  return binding && memberSlots(binding).find(({ slot }) => slot.property?.name === property)?.slot;
}

function membersAsked(parameter: Binding, property: string): readonly ts.PropertyAccessExpression[] {
  return memberSlots(parameter).find(({ slot }) => slot.property?.name === property)?.accesses ?? [];
}

/** The names under which a source has what it takes from a module. */
export function importedAs(
  tree: ts.SourceFile,
  isTaken: (module: string, imported: string) => boolean,
): string[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const { text: module } = statement.moduleSpecifier;
    const clause = statement.importClause;
    const bindings = clause?.namedBindings;
    const named = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
    return [
      ...(clause?.name && isTaken(module, 'default') ? [clause.name.text] : []),
      ...named.flatMap(({ name, propertyName }) =>
        isTaken(module, (propertyName ?? name).text) ? [name.text] : [],
      ),
    ];
  });
}

/** Cuts without those that others take along; nothing where two share a part of the text, for only one would be made. */
function together(cuts: readonly TextEdit[]): TextEdit[] | undefined {
  const ofPlace = new Map(cuts.map((cut) => [`${cut.span.start}-${cut.span.end}`, cut]));
  const all = withoutCovered([...ofPlace.values()]);
  const isShared = all.some((cut, index) =>
    all.slice(0, index).some((other) => cut.span.start < other.span.end && other.span.start < cut.span.end),
  );
  return isShared ? undefined : all;
}
