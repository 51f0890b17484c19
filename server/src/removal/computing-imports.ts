import ts from 'typescript';
import { computes, isReassigned, knowComputing, makes } from './computing';
import { isKnownPure, isPure } from './effects';
import { exportsOf, handedOnName, importedName } from './exports';
import { type Constants, constantsAsked } from './imported-constants';
import type { Program } from './program';
import { isOwnFunction, type OwnFunction } from './slots';
import { removeFromSource, type SourceRemoval, type SourceRemovalInput } from './source';
import { bare } from './syntax';
import { parse } from './view';

/** What is known of what sources import: whether calling a function, or making an object of a class, does nothing but compute, and which text or number a name stands for. */
export interface ComputingImports {
  /** Those of a source that do, by its names for them. */
  of(file: string): ReadonlySet<string>;
  /** Looks into functions that a source imports; whether one was found that only computes. */
  learn(file: string, names: readonly string[]): Promise<boolean>;
  /** The texts and numbers that a source's imports stand for, once it was asked for them by `findConstants`. */
  constants(file: string): Constants;
  findConstants(file: string): Promise<Constants>;
}

/** How deep functions are followed that call one another. */
const MAX_DEPTH = 4;
/** How many files may hand an export on to one another. */
const MAX_HOPS = 4;

/**
 * Follows imported functions to where they are written. `resolve` finds the file of a module's name, `textOf` its text; both as the
 * workspace is before the removal.
 */
export function computingImports(
  resolve: (from: string, module: string) => string | undefined,
  textOf: (file: string) => Promise<string | undefined>,
  program: Program,
): ComputingImports {
  const constants = new Map<string, Constants>();
  const known = new Map<string, Set<string>>();
  const answers = new Map<string, Promise<boolean>>();

  const isComputing = (file: string, tree: ts.SourceFile, name: string, depth: number): Promise<boolean> => {
    const imported = importOf(tree, name);
    if (!imported || depth > MAX_DEPTH) return Promise.resolve(false);
    const id = `${file}#${name}`;
    let answer = answers.get(id);
    if (!answer) {
      // What calls itself by way of others may never end.
      answers.set(id, Promise.resolve(false));
      answer = computesWhere(file, imported, depth);
      answers.set(id, answer);
    }
    return answer;
  };
  const computesWhere = async (from: string, wanted: Imported, depth: number): Promise<boolean> => {
    let [at, imported]: [string, Imported | undefined] = [from, wanted];
    for (let hops = 0; imported && hops < MAX_HOPS; hops++) {
      const file = resolve(at, imported.module);
      const text = file === undefined ? undefined : await textOf(file);
      if (file === undefined || text === undefined) return false;
      const tree = parse(file, text);
      const { name } = imported;
      const local = exportsOf(tree).find(([exported]) => exported === name)?.[1];
      const owner = local === undefined ? undefined : (functionNamed(tree, local) ?? classNamed(tree, local));
      if (owner) return bodyComputes(file, tree, owner, depth);
      if (local !== undefined && isTypedHook(tree, local)) return true;
      imported = handedOnName(tree, name);
      at = file;
    }
    return false;
  };
  const bodyComputes = async (
    file: string,
    tree: ts.SourceFile,
    { owner, name }: NamedFunction | NamedClass,
    depth: number,
  ): Promise<boolean> => {
    if (isReassigned(name, owner)) return false;
    const asked = new Set<string>();
    const pure = new Set<string>();
    knowComputing(tree, { pure, asked });
    for (;;) {
      if (ts.isClassDeclaration(owner) ? makes(owner, isPure) : computes(owner, isPure)) return true;
      const [next] = [...asked].filter((one) => !pure.has(one));
      if (next === undefined || !(await isComputing(file, tree, next, depth + 1))) return false;
      pure.add(next);
      asked.clear();
    }
  };

  return {
    of: (file) => known.get(file) ?? new Set(),
    async learn(file, names) {
      const own = known.get(file) ?? new Set();
      known.set(file, own);
      const text = await textOf(file);
      const tree = text === undefined ? undefined : parse(file, text);
      let isFound = false;
      for (const name of names) {
        if (!tree || own.has(name) || !(await isComputing(file, tree, name, 0))) continue;
        own.add(name);
        isFound = true;
      }
      return isFound;
    },
    constants: (file) => constants.get(file) ?? new Map(),
    async findConstants(file) {
      const found = constants.get(file) ?? (await constantsAsked(file, program));
      constants.set(file, found);
      return found;
    },
  };
}

/** Removes from one source, as often as something is learnt of the functions that stood in the way. */
export async function removeKnowing(
  input: SourceRemovalInput,
  imports: ComputingImports,
): Promise<{ readonly input: SourceRemovalInput; readonly removal: SourceRemoval }> {
  const constants = await imports.findConstants(input.file);
  for (;;) {
    const known = { ...input, computing: new Set(imports.of(input.file)), constants };
    const removal = removeFromSource(known);
    if (!(await imports.learn(input.file, removal.inTheWay ?? []))) return { input: known, removal };
  }
}

interface Imported {
  readonly module: string;
  readonly name: string;
}

function importOf(tree: ts.SourceFile, name: string): Imported | undefined {
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const { name: whole, namedBindings: bindings } = statement.importClause ?? {};
    if (whole?.text === name) return importedName(statement.importClause!);
    const named = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
    const found = named.find((one) => one.name.text === name);
    if (found) return importedName(found);
  }
  return undefined;
}

/** `const useAppSelector: TypedUseSelectorHook<State> = useSelector`, `useSelector.withTypes<State>()`: a package's hook under another name. */
function isTypedHook(tree: ts.SourceFile, wanted: string): boolean {
  const value = constantNamed(tree, wanted)?.value;
  if (!value) return false;
  if (ts.isIdentifier(value)) return isKnownPure(value);
  return (
    ts.isCallExpression(value) &&
    value.arguments.length === 0 &&
    ts.isPropertyAccessExpression(value.expression) &&
    value.expression.name.text === 'withTypes' &&
    isKnownPure(value.expression.expression)
  );
}

interface NamedFunction {
  readonly owner: OwnFunction;
  readonly name: ts.Identifier;
}

interface NamedClass {
  readonly owner: ts.ClassDeclaration;
  readonly name: ts.Identifier;
}

function classNamed(tree: ts.SourceFile, wanted: string): NamedClass | undefined {
  const owner = tree.statements.find(
    (statement): statement is ts.ClassDeclaration =>
      ts.isClassDeclaration(statement) && statement.name?.text === wanted,
  );
  return owner?.name && { owner, name: owner.name };
}

/** A function that a file declares at its top under a name: by a declaration, or as a constant. */
function functionNamed(tree: ts.SourceFile, wanted: string): NamedFunction | undefined {
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === wanted)
      return { owner: statement, name: statement.name };
  }
  const constant = constantNamed(tree, wanted);
  return constant && isOwnFunction(constant.value)
    ? { owner: constant.value, name: constant.name }
    : undefined;
}

/** What a constant at the top of a file holds. */
function constantNamed(
  tree: ts.SourceFile,
  wanted: string,
): { readonly name: ts.Identifier; readonly value: ts.Node } | undefined {
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    if ((statement.declarationList.flags & ts.NodeFlags.Const) === 0) continue;
    for (const { name, initializer } of statement.declarationList.declarations)
      if (ts.isIdentifier(name) && name.text === wanted && initializer)
        return { name, value: bare(initializer) };
  }
  return undefined;
}
