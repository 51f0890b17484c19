import ts from 'typescript';
import { EQUALITY, isAssignmentTarget } from '../usages/operators';
import { nameText } from '../usages/property-names';
import { holdingOf, memberIn, OPEN, putTogether, signOf, withHidden, withOthers } from './holding';
import { createLooks, type Look, type Place } from './looks';
import {
  type FunctionUse,
  lastName,
  type Module,
  NOT_FOLLOWED,
  OF_LISTS,
  type Program,
  type Spot,
  Unseen,
} from './program';
import {
  GIVING_ALL,
  GIVING_ONE,
  HARMLESS,
  handsListOn,
  isAsync,
  isHarmlessUser,
  nameTaken,
  OF_KEYS,
  pathThrough,
  SORTING,
  TESTING,
  usesArguments,
} from './row-places';
import { isOwnFunction, type OwnFunction } from './slots';
import { dependencyListOf, functionAround, isTransparent } from './syntax';

/** A call that is given the key, of a function that may do more with it than ask for the flag. */
interface Given {
  readonly look: Look;
  readonly place: Place;
  readonly call: ts.CallExpression;
}

/** What is known of calls: that the row does not come out of them, or only comes to where it would come without them. */
export type SettledCalls = ReadonlyMap<ts.Node, 'stops' | 'passes'>;

/** A method of a list that asks a function of each row, by itself. */
export interface Asked {
  readonly module: Module;
  readonly call: ts.CallExpression;
  readonly method: string;
  readonly look: Look;
}

export interface RowFlow {
  readonly looks: readonly Look[];
  readonly asked: readonly Asked[];
  /** Whether more is done with lists of rows than to hand them on to what stops the row. */
  readonly isSeen: boolean;
  /** The calls that are given the key, and are not followed yet. */
  readonly given: readonly Given[];
  follow(given: Given): Promise<void>;
}

/**
 * Follows an object with a property that is a flag's key to wherever it comes: through lists, objects, functions, hooks and components,
 * from file to file.
 * @throws {Unseen} where it goes on to what cannot be looked into.
 */
export async function flowOf(
  program: Program,
  { module, node }: Spot<ts.ObjectLiteralExpression>,
  property: string,
  settled: SettledCalls = new Map(),
): Promise<RowFlow> {
  const looks = createLooks();
  const given: Given[] = [];
  const asked: Asked[] = [];
  let isSeen = false;
  const seen = new Set<string>();
  const queue: Place[] = [];

  const go = (place: Place): void => {
    const { file } = place.module;
    const look = looks.all.indexOf(place.look!);
    const id = `${file}:${place.node.pos}:${place.node.end}:${place.node.kind}:${signOf(place.path, place.holding)}:${look}`;
    if (seen.has(id)) return;
    seen.add(id);
    if (seen.size > MAX_PLACES) throw new Unseen(place, 'It goes to more places than are followed.');
    queue.push(place);
  };
  const unseen = (place: Place, reason: string): never => {
    throw new Unseen(place, reason);
  };

  /** All uses of a name that takes a value. */
  const bind = async (name: ts.BindingName, place: Place): Promise<void> => {
    const { module: own, path, holding } = place;
    if (ts.isIdentifier(name)) {
      const binding = own.scopes.declaredBy(name);
      if (binding?.declarations.length !== 1 || own.scopes.isOpaque)
        return unseen(place, 'Its name stands for more than one thing.');
      if (path.length <= 1 && binding.uses.some(({ writes }) => writes))
        return unseen({ ...place, node: name }, `\`${name.text}\` is assigned again elsewhere.`);
      for (const use of await program.usesOf(own, binding))
        go({ ...use, path, holding, look: looks.around(use.module, use.node, place) });
      return;
    }
    const [step, ...rest] = path;
    if (step === undefined) return;
    const isList = ts.isArrayBindingPattern(name);
    if (isList !== (step === null)) return unseen({ ...place, node: name }, NOT_FOLLOWED);
    isSeen ||= isList && path.length === 2;
    const named = name.elements.map((one) => (ts.isBindingElement(one) ? nameTaken(one) : undefined));
    for (const [index, element] of name.elements.entries()) {
      if (!ts.isBindingElement(element)) continue;
      const inner = { ...place, node: element.name, path: rest };
      if (isList) {
        if (element.initializer) return unseen(inner, NOT_FOLLOWED);
        const next = element.dotDotDotToken ? path : rest;
        await bind(element.name, { ...inner, path: next, look: looks.apart(inner, element) });
      } else if (element.dotDotDotToken) {
        if (!named.includes(step as string))
          await bind(element.name, { ...inner, path, holding: withOthers(holding, named) });
      } else if (named[index] === undefined) return unseen(inner, NOT_FOLLOWED);
      else if (named[index] === step) {
        if (element.initializer) return unseen(inner, NOT_FOLLOWED);
        await bind(element.name, inner);
      } else if (path.length === 1 && ts.isIdentifier(element.name) && !element.initializer) {
        const value = memberIn(holding, named[index]!);
        const taken = value && own.scopes.declaredBy(element.name);
        if (taken && place.look && !taken.uses.some(({ writes }) => writes))
          for (const { node: use } of taken.uses) place.look.known.set(use, value.value);
      }
    }
  };
  const bindParameter = async (
    owner: Spot<OwnFunction>,
    index: number,
    place: Place,
    isTest = false,
  ): Promise<Look | undefined> => {
    const parameter = owner.node.parameters[index];
    if (usesArguments(owner.node)) return unseen({ ...place, ...owner }, NOT_FOLLOWED);
    if (!parameter) {
      const last = owner.node.parameters.at(-1);
      return last?.dotDotDotToken
        ? unseen({ ...place, node: last, module: owner.module }, NOT_FOLLOWED)
        : undefined;
    }
    if (parameter.dotDotDotToken || parameter.initializer)
      return unseen({ ...place, node: parameter, module: owner.module }, NOT_FOLLOWED);
    const sign = `${index}:${signOf(place.path, place.holding)}`;
    const look = looks.of(owner.module, owner.node, sign, isTest);
    await bind(parameter.name, { ...place, module: owner.module, node: parameter, look });
    return look;
  };

  const returned = async (place: Place): Promise<void> => {
    const owner = functionAround(place.node);
    const isPlain = isOwnFunction(owner) && !owner.asteriskToken && !isAsync(owner);
    if (!isPlain) return unseen(place, NOT_FOLLOWED);
    const uses = await program.callsOf({ module: place.module, node: owner });
    const isKey = place.path.length === 0;
    const isTested = (use: FunctionUse): boolean => use.kind === 'callback' && TESTING.has(use.method);
    if (isKey && uses.every(isTested)) return;
    if (isKey) place.look?.carried.add(place.node);
    for (const use of uses) {
      const at = { ...place, module: use.module, node: use.call };
      if (use.kind === 'call' || use.method === 'useMemo') go({ ...at, look: looks.apart(at, use.call) });
      else if (use.method === 'map') go({ ...at, path: [null, ...place.path] });
      else if (isKey && use.method !== 'forEach') return unseen(at, NOT_FOLLOWED);
      else if (use.method === 'flatMap') {
        go({ ...at, path: place.path[0] === null ? place.path : [null, ...place.path] });
      } else if (use.method === 'reduce' || use.method === 'reduceRight') {
        go(at);
        await bindParameter({ module: place.module, node: owner }, 0, place);
      }
    }
  };

  /** What a method of a list does with one that has the row. */
  const method = async (call: ts.CallExpression, name: string, place: Place): Promise<void> => {
    const [, ...rest] = place.path;
    const result = { ...place, node: call };
    if (settled.get(call) === 'stops') return;
    isSeen ||= rest.length === 1 && !settled.has(call);
    if (rest.length === 0 && !OF_KEYS.has(name)) return unseen(result, NOT_FOLLOWED);
    if (OF_LISTS.has(name)) {
      const [first] = call.arguments;
      const isAll =
        first && ts.isIdentifier(first) && first.text === 'Boolean' && TESTING.has(name) && rest.length > 0;
      const callback = first && !isAll && (await program.functionOf({ module: place.module, node: first }));
      if (!isAll && !callback) return unseen(result, NOT_FOLLOWED);
      if (callback) {
        const item = name.startsWith('reduce') ? 1 : 0;
        if (callback.node.parameters.length > item + 2) return unseen(result, NOT_FOLLOWED);
        const look = await bindParameter(callback, item, { ...place, path: rest }, TESTING.has(name));
        // What is asked of a row by its number is another thing once there is a row less.
        const isAlone = callback.node.parameters.length === 1;
        if (look && isAlone && rest.length === 1)
          asked.push({ module: place.module, call, method: name, look });
        if (SORTING.has(name)) await bindParameter(callback, 1, { ...place, path: rest });
      }
      if (GIVING_ONE.has(name)) go({ ...result, path: rest, look: looks.apart(result, call) });
      else if (GIVING_ALL.has(name)) go(result);
    } else if (GIVING_ALL.has(name)) go(result);
    else if (GIVING_ONE.has(name)) go({ ...result, path: rest, look: looks.apart(result, call) });
    else if (!HARMLESS.has(name)) return unseen(result, NOT_FOLLOWED);
  };

  /** A value that is an argument of a call. */
  const argument = async (call: ts.CallExpression, at: ts.Node, place: Place): Promise<void> => {
    const index = call.arguments.indexOf(at as ts.Expression);
    const isKey = place.path.length === 0;
    const { expression: callee } = call;
    if (isKey && place.look) {
      given.push({ look: place.look, place: { ...place, node: at }, call });
      return;
    }
    const owner = await program.functionOf({ module: place.module, node: callee });
    if (owner) {
      await bindParameter(owner, index, place);
      return;
    }
    const name = lastName(callee);
    if (ts.isPropertyAccessExpression(callee)) {
      const { expression: object } = callee;
      if (ts.isIdentifier(object) && object.text === 'Object' && index === 0) {
        const path = pathThrough(name, place.path);
        if (path) return path === 'none' ? undefined : go({ ...place, node: call, path });
      } else if (name === 'push' || name === 'unshift') {
        const binding = ts.isIdentifier(object) ? place.module.scopes.bindingOf(object) : undefined;
        const declared = binding?.declarations[0]?.name;
        if (declared) return bind(declared, { ...place, path: [null, ...place.path] });
      } else if (name === 'concat' && place.path[0] === null) return go({ ...place, node: call });
      else if (name === 'includes' || name === 'indexOf') return;
    } else if (name === 'Boolean') return;
    return unseen({ ...place, node: at }, `\`${callee.getText(place.module.tree)}\` is given it.`);
  };

  const step = async (place: Place): Promise<void> => {
    const { module: own, path, holding, look } = place;
    let at = place.node;
    if (look && path.length === 0) look.keys.add(place.node);
    if (look && path.length === 1 && path[0] !== null) look.known.set(place.node, 'object');
    while (isTransparent(at.parent)) at = at.parent;
    const { parent } = at;
    isSeen ||= path.length === 2 && path[0] === null && !(handsListOn(parent) || settled.has(parent));
    const isKey = path.length === 0;
    const [first, ...rest] = path;
    const on = (node: ts.Node, more: Partial<Place> = {}): void => go({ ...place, node, ...more });
    const carry = (): void => {
      if (isKey) look?.carried.add(place.node);
    };
    if (isAssignmentTarget(at)) return unseen(place, 'It is written here.');
    if (ts.isVariableDeclaration(parent) && parent.initializer === at) {
      if (isKey && !ts.isIdentifier(parent.name)) return;
      return bind(parent.name, { ...place, look: looks.around(own, parent, place) });
    }
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      const name = nameText(parent.name);
      if (name === undefined) return unseen(place, NOT_FOLLOWED);
      carry();
      const object = parent.parent;
      return on(object, {
        path: [name, ...path],
        ...(isKey && { holding: putTogether(object, place.node, holding, own) }),
      });
    }
    if (ts.isSpreadAssignment(parent)) {
      const { properties } = parent.parent;
      const later = properties.slice(properties.indexOf(parent) + 1);
      if (typeof first !== 'string') return isKey ? undefined : unseen(place, NOT_FOLLOWED);
      if (later.some((one) => one.name && nameText(one.name) === first)) return;
      const earlier = properties.slice(0, properties.indexOf(parent));
      const mayShow = (one: ts.ObjectLiteralElementLike): boolean =>
        !one.name || [first, undefined].includes(nameText(one.name));
      // What stands in front of it would show where it is missing.
      if (path.length === 1 && earlier.some(mayShow)) return unseen(place, NOT_FOLLOWED);
      return on(
        parent.parent,
        path.length === 1 ? { holding: holdingOf(parent.parent, holding, parent) } : {},
      );
    }
    if (ts.isArrayLiteralExpression(parent)) {
      if (dependencyListOf(parent)) return carry();
      carry();
      return on(parent, { path: [null, ...path] });
    }
    if (ts.isSpreadElement(parent)) {
      const list = parent.parent;
      if (ts.isArrayLiteralExpression(list) && first === null) return on(list);
      const isAdded = ts.isCallExpression(list) && lastName(list.expression) === 'push' && first === null;
      if (isAdded) return argument(list, parent, { ...place, path: rest });
      return isKey ? undefined : unseen(place, NOT_FOLLOWED);
    }
    if (ts.isPropertyAccessExpression(parent) && parent.expression === at) {
      const name = parent.name.text;
      if (isKey) return;
      if (first !== null) {
        if (isAssignmentTarget(parent) && (name === first || path.length === 1))
          return unseen({ ...place, node: parent }, 'It is written here.');
        if (name === first)
          return on(parent, {
            path: rest,
            ...(rest.length <= 1 && { look: looks.around(own, parent, { ...place, path: rest }) }),
          });
        if (name in {}) return unseen({ ...place, node: parent }, NOT_FOLLOWED);
        const value = path.length === 1 ? memberIn(holding, name) : undefined;
        if (value && look) look.known.set(parent, value.value);
        return;
      }
      const call = parent.parent;
      isSeen ||= name === 'length' && path.length === 2;
      if (name === 'length' && !isAssignmentTarget(parent)) return;
      if (!ts.isCallExpression(call) || call.expression !== parent) return unseen(place, NOT_FOLLOWED);
      return method(call, name, place);
    }
    if (ts.isElementAccessExpression(parent)) {
      if (isKey) return;
      if (parent.argumentExpression === at) return unseen(place, NOT_FOLLOWED);
      const index = parent.argumentExpression;
      const text = ts.isStringLiteralLike(index) ? index.text : undefined;
      if (isAssignmentTarget(parent))
        return first === null || path.length > 1 ? undefined : unseen(place, 'It is written here.');
      if (first === null)
        return settled.has(parent) ? undefined : on(parent, { path: rest, look: looks.apart(place, parent) });
      if (text !== undefined && text !== first) return;
      if (text === undefined && rest.length === 0)
        return unseen(
          { ...place, node: parent },
          'Its properties are asked for by names that are not known.',
        );
      const isOne = text === undefined && rest.length <= 1;
      return on(parent, { path: rest, ...(isOne && { look: looks.apart(place, parent) }) });
    }
    if (ts.isCallExpression(parent)) {
      if (parent.expression === at) return isKey ? undefined : unseen(place, NOT_FOLLOWED);
      return argument(parent, at, place);
    }
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === at))
      return returned({ ...place, node: at });
    const attribute = ts.isJsxExpression(parent) ? parent.parent : parent;
    if (ts.isJsxAttribute(attribute) || ts.isJsxSpreadAttribute(attribute))
      return prop(attribute, place, carry);
    if (isKey) return;
    if (ts.isForOfStatement(parent) && parent.expression === at && first === null) {
      const [variable] = ts.isVariableDeclarationList(parent.initializer)
        ? parent.initializer.declarations
        : [];
      if (!variable || parent.awaitModifier) return unseen(place, NOT_FOLLOWED);
      const look = looks.of(own, parent, signOf(rest, holding), false);
      return bind(variable.name, { ...place, node: variable, path: rest, look });
    }
    if (ts.isConditionalExpression(parent)) {
      return parent.condition === at
        ? undefined
        : on(parent, path.length <= 1 ? { look: looks.apart(place, parent) } : {});
    }
    if (ts.isBinaryExpression(parent)) return operand(parent, at, place);
    if (!isHarmlessUser(parent)) return unseen(place, NOT_FOLLOWED);
  };

  /** A value that is given to a component. */
  const prop = async (attribute: ts.JsxAttributeLike, place: Place, carry: () => void): Promise<void> => {
    const { module: own, path } = place;
    const isKey = path.length === 0;
    const tag = attribute.parent.parent.tagName;
    const owner = ts.isIdentifier(tag) ? await program.functionOf({ module: own, node: tag }) : undefined;
    if (!owner) return isKey ? undefined : unseen(place, `\`${tag.getText(own.tree)}\` is given it.`);
    const nameOf = (one: ts.JsxAttributeLike): string | undefined => one.name?.getText(own.tree);
    if (ts.isJsxAttribute(attribute)) {
      carry();
      const given = { ...place, path: [nameOf(attribute)!, ...path] };
      await bindParameter(owner, 0, isKey ? { ...given, holding: OPEN } : given);
      return;
    }
    if (typeof path[0] !== 'string') return isKey ? undefined : unseen(place, NOT_FOLLOWED);
    const others = attribute.parent.properties.filter((one) => one !== attribute);
    const mayShow = (one: ts.JsxAttributeLike): boolean => [path[0], undefined].includes(nameOf(one));
    if (path.length === 1 && others.some(mayShow)) return unseen(place, NOT_FOLLOWED);
    await bindParameter(owner, 0, path.length === 1 ? { ...place, holding: OPEN } : place);
  };

  const operand = async (node: ts.BinaryExpression, at: ts.Node, place: Place): Promise<void> => {
    const { kind } = node.operatorToken;
    const { path } = place;
    const merged = path.length <= 1 ? { look: looks.apart(place, node) } : {};
    switch (kind) {
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return at === node.right ? go({ ...place, node, ...merged }) : undefined;
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
        return go({ ...place, node, ...merged });
      case ts.SyntaxKind.EqualsToken:
        return assigned(node, place);
      case ts.SyntaxKind.InKeyword: {
        if (at === node.left || !ts.isStringLiteralLike(node.left)) return unseen(place, NOT_FOLLOWED);
        if (node.left.text === path[0] && path.length === 1)
          return unseen(place, 'It is asked whether it has the property.');
        return;
      }
    }
    if (!EQUALITY.has(kind)) return unseen(place, NOT_FOLLOWED);
  };
  const assigned = async ({ left, parent }: ts.BinaryExpression, place: Place): Promise<void> => {
    const object =
      ts.isElementAccessExpression(left) || ts.isPropertyAccessExpression(left) ? left.expression : left;
    const binding = ts.isIdentifier(object) ? place.module.scopes.bindingOf(object) : undefined;
    const declared = binding?.declarations[0];
    if (!declared || declared.kind === 'import' || !ts.isExpressionStatement(parent))
      return unseen(place, NOT_FOLLOWED);
    if (object === left) return bind(declared.name, place);
    const step = ts.isPropertyAccessExpression(left) ? left.name.text : null;
    return bind(declared.name, { ...place, path: [step, ...place.path] });
  };

  const holding = withHidden(holdingOf(node), property);
  go({ module, node, path: [property], holding, look: undefined });
  const run = async (): Promise<void> => {
    for (let place = queue.pop(); place; place = queue.pop()) await step(place);
  };
  await run();
  return {
    looks: looks.all,
    given,
    asked,
    get isSeen() {
      return isSeen;
    },
    follow: async ({ look, place, call }) => {
      const owner = await program.functionOf({ module: place.module, node: call.expression });
      if (!owner) return;
      look.carried.add(place.node);
      await bindParameter(owner, call.arguments.indexOf(place.node as ts.Expression), place);
      await run();
    },
  };
}

const MAX_PLACES = 2000;
