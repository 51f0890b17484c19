import ts from 'typescript';
import { embedsCode } from '../usages/embedded';
import { isTestFile } from '../usages/test-file';
import {
  allHandedOn,
  exportsOf,
  handedOnName,
  importedName,
  isExport,
  localName,
  topBinding,
} from './exports';
import type { ModuleGraph } from './module-graph';
import { reactFunction } from './react';
import { analyzeScopes } from './scope';
import { type Binding, Meaning, type Scopes } from './scope-model';
import { importedAs, takesAny } from './settle';
import { isOwnFunction, type OwnFunction } from './slots';
import { bare, functionAround, isTransparent } from './syntax';
import { parse } from './view';

/** One source, as names are followed through it. */
export interface Module {
  readonly file: string;
  readonly tree: ts.SourceFile;
  readonly scopes: Scopes;
}

/** A node of one of the sources. */
export interface Spot<T extends ts.Node = ts.Node> {
  readonly module: Module;
  readonly node: T;
}

/** What a source declares and exports. */
export interface Exported {
  readonly module: Module;
  readonly binding: Binding;
}

interface Wanted {
  readonly module: string;
  readonly name: string;
}

/** Sources through which names and functions can be followed, but for tests: they only look at what they are given. */
export interface Program {
  moduleOf(file: string): Promise<Module | undefined>;
  /** Where a name is used as a value, in all files that import it; throws {@link Unseen} where there may be more. */
  usesOf(module: Module, binding: Binding, looking?: Looking): Promise<readonly Spot[]>;
  /** The same of a source's default export that has no name, `export default { … }`. */
  usesOfDefault(module: Module): Promise<readonly Spot[]>;
  /** What an import stands for, also through files that hand it on. */
  exported(from: string, wanted: Wanted): Promise<Exported | undefined>;
  /** The function that an expression stands for, where that is one that is written in the workspace. */
  functionOf(spot: Spot): Promise<Spot<OwnFunction> | undefined>;
  /** Where a function comes to be called; throws {@link Unseen} where that may be somewhere else as well. */
  callsOf(owner: Spot<OwnFunction>): Promise<readonly FunctionUse[]>;
}

/** What else there is to say of the uses of a name. */
export interface Looking {
  /** Whether a use of all that a file exports asks nothing of the name. */
  readonly isHarmless?: (all: ts.Node) => boolean;
  /** Called for each file that hands the name on, with what it calls it. */
  readonly handedOn?: (module: Module, names: ReadonlySet<string>) => void;
}

/** A use of a function: a call of it, or a method of a list or a hook that calls it. */
export type FunctionUse = { readonly module: Module; readonly call: ts.CallExpression } & (
  | { readonly kind: 'call' }
  | { readonly kind: 'callback'; readonly method: string }
);

/** Methods of lists that call a function for each. */
export const OF_LISTS: ReadonlySet<string> = new Set([
  ...['map', 'flatMap', 'forEach', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex'],
  ...['some', 'every', 'reduce', 'reduceRight', 'sort', 'toSorted'],
]);

/** What is followed goes where nobody can look. */
export class Unseen extends Error {
  constructor(
    readonly spot: Spot,
    reason: string,
  ) {
    super(reason);
  }
}

export const NOT_FOLLOWED = 'What is done with it here is not followed.';

/** How many files may hand an export on to one another. */
const MAX_HOPS = 6;

export function createProgram(
  graph: ModuleGraph,
  textOf: (file: string) => Promise<string | undefined>,
): Program {
  const modules = new Map<string, Promise<Module | undefined>>();
  const moduleOf = (file: string): Promise<Module | undefined> => {
    let module = modules.get(file);
    if (!module) {
      module = textOf(file).then((text) => {
        if (text === undefined) return undefined;
        const tree = parse(file, text);
        return { file, tree, scopes: analyzeScopes(tree) };
      });
      modules.set(file, module);
    }
    return module;
  };

  /** Where files that import one take one of its exports, under whatever name. */
  const usesElsewhere = async (
    from: Spot,
    names: ReadonlySet<string>,
    hops: number,
    looking: Looking,
  ): Promise<readonly Spot[]> => {
    const { file } = from.module;
    if (hops > MAX_HOPS || graph.isPublic(file)) throw new Unseen(from, IS_EXPORTED);
    const found: Spot[] = [];
    let isImported = false;
    for await (const importer of graph.importersOf(file)) {
      const taking = importer.imports.filter((one) => takesAny(one.names, names));
      if (taking.length === 0 || isTestFile(importer.file)) continue;
      isImported = true;
      const module = embedsCode(importer.file) ? undefined : await moduleOf(importer.file);
      if (!module || module.scopes.isOpaque) throw new Unseen(from, IS_EXPORTED);
      const handsOn = taking.flatMap((one) => one.handsOn ?? []);
      const isWhole = taking.some((one) => one.names === 'all' && one.handsOn === undefined);
      const isTaken = (name: string, imported: string): boolean =>
        names.has(imported) && graph.resolve(importer.file, name) === file;
      if (isWhole) {
        const isIt = (name: string): boolean => graph.resolve(importer.file, name) === file;
        found.push(...ofWhole(module, names, isIt, looking));
      }
      const as = new Set(
        handsOn.flatMap((one) =>
          one === 'all'
            ? [...names].filter((name) => name !== 'default')
            : [...one].flatMap(([name, other]) => (names.has(name) ? [other] : [])),
        ),
      );
      const spot = { module, node: module.tree };
      if (as.size > 0) {
        looking.handedOn?.(module, as);
        found.push(...(await usesElsewhere(spot, as, hops + 1, looking)));
      }
      for (const local of importedAs(module.tree, isTaken)) {
        const binding = topBinding(module.scopes, module.tree, local);
        if (binding) found.push(...(await usesIn(module, binding, hops + 1, looking)));
      }
    }
    // What nobody here imports is for others.
    if (!isImported) throw new Unseen(from, IS_EXPORTED);
    return found;
  };

  const usesIn = async (
    module: Module,
    binding: Binding,
    hops: number,
    looking: Looking,
  ): Promise<readonly Spot[]> => {
    const own = binding.uses
      .filter(({ node, meaning, exports }) => meaning & Meaning.Value && !exports && !isExport(node))
      .map(({ node }) => ({ module, node }));
    if (binding.scope.node !== module.tree) return own;
    const names = exportsOf(module.tree).flatMap(([name, local]) => (local === binding.name ? [name] : []));
    if (names.length === 0 && binding.isExported)
      throw new Unseen({ module, node: binding.declarations[0]!.name }, IS_EXPORTED);
    if (names.length === 0) return own;
    const spot = { module, node: binding.declarations[0]!.name };
    return [...own, ...(await usesElsewhere(spot, new Set(names), hops, looking))];
  };

  const exported = async (from: string, wanted: Wanted, hops = 0): Promise<Exported | undefined> => {
    const file = graph.resolve(from, wanted.module);
    const module = file === undefined ? undefined : await moduleOf(file);
    if (!module || hops > MAX_HOPS) return undefined;
    const local = localName(module.tree, wanted.name);
    const binding = local === undefined ? undefined : topBinding(module.scopes, module.tree, local);
    if (binding?.declarations[0]?.kind === 'import') {
      const next = importedName(binding.declarations[0].node);
      return next && exported(module.file, next, hops + 1);
    }
    if (local !== undefined) return binding && { module, binding };
    const handedOn = handedOnName(module.tree, wanted.name);
    if (handedOn) return exported(module.file, handedOn, hops + 1);
    for (const all of allHandedOn(module.tree)) {
      const found = await exported(module.file, { module: all, name: wanted.name }, hops + 1);
      if (found) return found;
    }
    return undefined;
  };

  const ofBinding = async ({ module, binding }: Exported): Promise<Spot<OwnFunction> | undefined> => {
    const [declaration] = binding.declarations;
    if (!declaration || binding.declarations.length > 1 || binding.uses.some(({ writes }) => writes))
      return undefined;
    const { node } = declaration;
    if (ts.isFunctionDeclaration(node)) return { module, node };
    if (declaration.kind === 'import') {
      const wanted = importedName(node);
      const found = wanted && (await exported(module.file, wanted));
      return found && ofBinding(found);
    }
    return ts.isVariableDeclaration(node) && node.name === declaration.name && node.initializer
      ? functionOf({ module, node: node.initializer })
      : undefined;
  };

  const functionOf = async ({ module, node }: Spot): Promise<Spot<OwnFunction> | undefined> => {
    const inner = bare(node);
    if (isOwnFunction(inner)) return { module, node: inner };
    if (ts.isIdentifier(inner)) {
      const binding = module.scopes.bindingOf(inner);
      return binding && !module.scopes.isOpaque ? ofBinding({ module, binding }) : undefined;
    }
    if (!ts.isCallExpression(inner)) return undefined;
    const [first] = inner.arguments;
    if (first && isWrapping(inner)) return functionOf({ module, node: first });
    const made = await functionOf({ module, node: inner.expression });
    const given = made && valueGiven(made.node);
    return given && functionOf({ module: made.module, node: given });
  };

  const callsOf = async (owner: Spot<OwnFunction>): Promise<readonly FunctionUse[]> => {
    const uses: FunctionUse[] = [];
    const asked = new Set<ts.Node>();
    const denoted = async (spot: Spot): Promise<void> => {
      const { module, node } = spot;
      if (asked.has(node)) return;
      asked.add(node);
      let at = node;
      while (isTransparent(at.parent)) at = at.parent;
      const { parent } = at;
      if (ts.isTypeQueryNode(parent)) return;
      if (ts.isVariableDeclaration(parent) && parent.initializer === at && ts.isIdentifier(parent.name))
        return named(module, parent.name);
      if (ts.isCallExpression(parent) && parent.expression === at) {
        uses.push({ kind: 'call', module, call: parent });
        return;
      }
      if (ts.isCallExpression(parent) && parent.arguments[0] === at) {
        const method = lastName(parent.expression);
        if (isWrapping(parent)) return denoted({ module, node: parent });
        const isCallback = ts.isPropertyAccessExpression(parent.expression) && OF_LISTS.has(method);
        if (isCallback || reactFunction(parent.expression) === 'useMemo') {
          uses.push({ kind: 'callback', module, call: parent, method });
          return;
        }
      }
      const isGiven =
        (ts.isReturnStatement(parent) && parent.expression === at) ||
        (ts.isArrowFunction(parent) && parent.body === at);
      const maker = isGiven ? functionAround(at) : undefined;
      if (!maker || !isOwnFunction(maker)) throw new Unseen(spot, IS_HANDED_ON);
      for (const use of await callsOf({ module, node: maker })) {
        if (use.kind !== 'call') throw new Unseen(spot, IS_HANDED_ON);
        await denoted({ module: use.module, node: use.call });
      }
    };
    const named = async (module: Module, name: ts.Identifier): Promise<void> => {
      const binding = module.scopes.declaredBy(name);
      if (!binding || binding.uses.some(({ writes }) => writes))
        throw new Unseen({ module, node: name }, IS_HANDED_ON);
      for (const use of await usesIn(module, binding, 0, {})) await denoted(use);
    };
    const { node } = owner;
    if (!ts.isFunctionDeclaration(node)) await denoted(owner);
    else if (node.name) await named(owner.module, node.name);
    else throw new Unseen(owner, IS_HANDED_ON);
    return uses;
  };

  return {
    moduleOf,
    usesOf: (module, binding, looking = {}) => usesIn(module, binding, 0, looking),
    usesOfDefault: (module) => usesElsewhere({ module, node: module.tree }, new Set(['default']), 0, {}),
    exported: (from, wanted) => exported(from, wanted),
    functionOf,
    callsOf,
  };
}

const IS_HANDED_ON = 'A function that has it is handed on.';

const IS_EXPORTED = 'It is exported in a way that does not show all who use it.';

/** Functions of React that give the function which they are given. */
function isWrapping({ expression, arguments: given }: ts.CallExpression): boolean {
  const name = reactFunction(expression);
  // A second argument of `memo` is given all that the component is.
  return name === 'useCallback' || ((name === 'memo' || name === 'forwardRef') && given.length === 1);
}

export function lastName(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isIdentifier(node) ? node.text : '';
}

/** What a function returns, where it has but one return. */
function valueGiven({ body, asteriskToken, modifiers }: OwnFunction): ts.Expression | undefined {
  if (!body || asteriskToken || modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword))
    return undefined;
  if (!ts.isBlock(body)) return body;
  const returns: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node)) returns.push(node);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return returns.length === 1 ? returns[0]!.expression : undefined;
}

/**
 * Where a file that takes a module as a whole asks for some of what that exports: `flags.newUi` of `import * as flags`. Throws {@link Unseen}
 * where the whole goes elsewhere.
 */
function ofWhole(
  module: Module,
  names: ReadonlySet<string>,
  isIt: (module: string) => boolean,
  { isHarmless }: Looking,
): Spot[] {
  const texts: ts.StringLiteralLike[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && isIt(node.text)) texts.push(node);
    ts.forEachChild(node, visit);
  };
  visit(module.tree);
  return texts.flatMap((text) => {
    const { parent } = text;
    if (ts.isExportDeclaration(parent) && (!parent.exportClause || ts.isNamedExports(parent.exportClause)))
      return [];
    const bindings = ts.isImportDeclaration(parent) ? parent.importClause?.namedBindings : undefined;
    const isSeen = ts.isImportDeclaration(parent);
    if (!isSeen) throw new Unseen({ module, node: module.tree }, IS_EXPORTED);
    if (!bindings || ts.isNamedImports(bindings)) return [];
    const all = module.scopes.declaredBy(bindings.name);
    return (all?.uses ?? []).flatMap(({ node }) => {
      const access = node.parent;
      const isMember = ts.isPropertyAccessExpression(access) && access.expression === node;
      if (isMember) return names.has(access.name.text) ? [{ module, node: access }] : [];
      if (ts.isQualifiedName(access) || isHarmless?.(node)) return [];
      throw new Unseen({ module, node }, IS_EXPORTED);
    });
  });
}
