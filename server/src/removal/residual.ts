import ts from 'typescript';
import { isPure } from './effects';
import { binary, isPrimitive, literalText, unary, type Value } from './known';
import { literalOf } from './literals';
import type { Module } from './program';
import { bare, isTransparent, isWithin } from './syntax';

/** What is taken for true of the code that is worked out. */
export interface World {
  readonly module: Module;
  readonly region: ts.Node;
  /** What the region returns is only asked whether it is true. */
  readonly isTest: boolean;
  /** What an expression is known to be; `object` for one that is some object. */
  known(node: ts.Node): Fact | undefined;
}

/** `carried` is a value that is only handed on, whatever it is. */
export type Fact = { readonly value: Value } | 'object' | 'carried';

/** A part of the code worked out: its value, or what is left of it as a text. */
type Part =
  | { readonly isKnown: true; readonly value: Value }
  | { readonly isKnown: false; readonly text: string };

/**
 * What is left of a region once all that is known has been worked out. Two worlds for which the same is left of it behave the same:
 * each step only replaces code by what it gives.
 */
export function residualOf(world: World): string {
  const { region } = world;
  const writer = writerIn(world);
  if (ts.isStatement(region)) return writer.statements([region]).join('\n');
  const { body } = region as ts.FunctionLikeDeclaration;
  if (!body) return '';
  const isArrow = ts.isArrowFunction(region) && !ts.isBlock(body);
  const given = isArrow ? [writer.given(body)] : writer.statements((body as ts.Block).statements);
  const { parameters = [] } = region as Partial<ts.FunctionLikeDeclaration>;
  const own = parameters.map((parameter) => writer.text(parameter));
  return [`(${own.join(', ')})`, ...withoutEnd(given)].join('\n');
}

/** What the region gives whatever else is true, where it does nothing else. */
export function answerOf(world: World): { readonly value: Value } | undefined {
  const { region } = world;
  const { body } = region as ts.FunctionLikeDeclaration;
  if (!body || ts.isStatement(region)) return undefined;
  const writer = writerIn(world);
  if (!ts.isBlock(body)) {
    const part = writer.part(body);
    return part.isKnown ? part : undefined;
  }
  const [only, ...more] = writer.answers(body.statements);
  return more.length === 0 ? only : undefined;
}

const END = 'return undefined;';

function withoutEnd(lines: readonly string[]): readonly string[] {
  return lines.at(-1) === END ? lines.slice(0, -1) : lines;
}

interface Line {
  readonly text: string;
  /** A name that it declares and does nothing else. */
  readonly declares?: ts.Node;
  readonly uses: ReadonlySet<ts.Node>;
  readonly answer?: { readonly value: Value };
  readonly exits?: boolean;
}

function writerIn({ module, region, isTest, known }: World) {
  const { scopes, tree } = module;
  let uses = new Set<ts.Node>();
  const working = new Set<ts.Node>();

  /** Works out an expression; with `isTested` only whether it is true. */
  const part = (node: ts.Node, isTested = false): Part => {
    const fact = known(node);
    if (fact === 'carried') return { isKnown: false, text: '‹the key›' };
    if (fact === 'object') {
      const name = ts.isIdentifier(node) ? scopes.bindingOf(node)?.declarations[0]?.name : undefined;
      if (name) uses.add(name);
      return isTested ? { isKnown: true, value: true } : whole(node);
    }
    if (fact) return { isKnown: true, value: fact.value };
    if (isTransparent(node)) {
      const inner = part(node.expression, isTested);
      return inner.isKnown ? inner : { isKnown: false, text: `(${inner.text})` };
    }
    const literal = literalOf(node);
    if (literal) return { isKnown: true, value: literal.value };
    if (ts.isIdentifier(node)) return nameOf(node);
    if (ts.isBinaryExpression(node)) return binaryOf(node, isTested);
    if (ts.isConditionalExpression(node)) {
      const test = part(node.condition, true);
      if (test.isKnown) return enclosed(part(test.value ? node.whenTrue : node.whenFalse, isTested));
      return {
        isKnown: false,
        text: `${test.text} ? ${written(part(node.whenTrue, isTested))} : ${written(part(node.whenFalse, isTested))}`,
      };
    }
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      const operand = part(node.operand, true);
      return operand.isKnown
        ? { isKnown: true, value: !operand.value }
        : { isKnown: false, text: `!(${operand.text})` };
    }
    if (ts.isTypeOfExpression(node)) {
      const operand = part(node.expression);
      const result = operand.isKnown ? unary('typeof', operand.value) : undefined;
      if (result) return { isKnown: true, value: result.value };
    }
    if (ts.isCallExpression(node) && isBoolean(node)) {
      const given = part(node.arguments[0]!, true);
      if (given.isKnown) return { isKnown: true, value: Boolean(given.value) };
      return isTested ? enclosed(given) : { isKnown: false, text: `Boolean(${given.text})` };
    }
    return whole(node);
  };

  const isBoolean = ({ expression, arguments: given }: ts.CallExpression): boolean =>
    ts.isIdentifier(expression) &&
    expression.text === 'Boolean' &&
    given.length === 1 &&
    !ts.isSpreadElement(given[0]!) &&
    !scopes.bindingOf(expression);

  /** A constant of the region that is known stands for its value. */
  const nameOf = (node: ts.Identifier): Part => {
    const binding = scopes.bindingOf(node);
    const [declaration] = binding?.declarations ?? [];
    if (!declaration) {
      return node.text === 'undefined' && isUse(node)
        ? { isKnown: true, value: undefined }
        : { isKnown: false, text: node.text };
    }
    const value = constantOf(declaration.node);
    if (value) return { isKnown: true, value: value.value };
    uses.add(declaration.name);
    // The same name may stand for something else further in.
    return { isKnown: false, text: `${node.text}@${declaration.name.pos}` };
  };

  const isUse = ({ parent }: ts.Identifier): boolean =>
    !(ts.isPropertyAssignment(parent) && parent.name.getText(tree) === 'undefined');

  const constantOf = (declared: ts.Node): { readonly value: Value } | undefined => {
    if (!ts.isVariableDeclaration(declared) || !ts.isIdentifier(declared.name)) return undefined;
    const { initializer } = declared;
    if (!initializer || !isWithin(declared, region) || working.has(declared)) return undefined;
    const binding = scopes.declaredBy(declared.name);
    const isConst = (declared.parent.flags & ts.NodeFlags.Const) !== 0;
    if (!binding || !isConst || binding.declarations.length > 1) return undefined;
    working.add(declared);
    const outer = uses;
    uses = new Set();
    const result = part(initializer);
    uses = outer;
    working.delete(declared);
    return result.isKnown && isPrimitive(result.value) ? result : undefined;
  };

  const binaryOf = (node: ts.BinaryExpression, isTested: boolean): Part => {
    const { left, right, operatorToken } = node;
    const { kind } = operatorToken;
    const isAnd = kind === ts.SyntaxKind.AmpersandAmpersandToken;
    if (isAnd || kind === ts.SyntaxKind.BarBarToken) {
      const first = part(left, isTested);
      const decides = fact(left) === 'object' ? true : first.isKnown ? Boolean(first.value) : undefined;
      if (decides !== undefined) return decides === isAnd ? enclosed(part(right, isTested)) : first;
      const second = part(right, isTested);
      if (isTested && second.isKnown && Boolean(second.value) !== isAnd && isPure(left)) return second;
      if (isTested && second.isKnown && Boolean(second.value) === isAnd) return enclosed(first);
      return { isKnown: false, text: `${written(first)} ${operatorToken.getText(tree)} ${written(second)}` };
    }
    if (kind === ts.SyntaxKind.QuestionQuestionToken) {
      const first = part(left);
      if (first.isKnown)
        return first.value === null || first.value === undefined ? enclosed(part(right)) : first;
      return { isKnown: false, text: `${written(first)} ?? ${written(part(right))}` };
    }
    if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) return whole(node);
    const [first, second] = [part(left), part(right)];
    const result =
      first.isKnown && second.isKnown
        ? binary(operatorToken.getText(tree), first.value, second.value)
        : undefined;
    return result
      ? { isKnown: true, value: result.value }
      : { isKnown: false, text: `${written(first)} ${operatorToken.getText(tree)} ${written(second)}` };
  };
  const fact = (node: ts.Node): Fact | undefined =>
    known(node) ?? (bare(node) === node ? undefined : known(bare(node)));

  /** What takes the place of more than it is. */
  const enclosed = (inner: Part): Part =>
    inner.isKnown ? inner : { isKnown: false, text: `(${inner.text})` };
  const written = (inner: Part): string => (inner.isKnown ? literalText(inner.value) : inner.text);

  /** The node's own text, with what is known of its parts put in. */
  const whole = (node: ts.Node): Part => {
    if (ts.isPropertyAccessExpression(node) && node.questionDotToken) {
      const object = part(node.expression);
      if (object.isKnown && (object.value === null || object.value === undefined))
        return { isKnown: true, value: undefined };
    }
    let result = '';
    let at = node.getStart(tree);
    ts.forEachChild(node, (child) => {
      const start = child.getStart(tree);
      result += tree.text.slice(at, start) + text(child);
      at = child.end;
    });
    return { isKnown: false, text: result + tree.text.slice(at, node.end) };
  };

  const text = (node: ts.Node): string => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return '';
    if (ts.isBlock(node)) return `{\n${statements(node.statements).join('\n')}\n}`;
    if (ts.isStatement(node)) return statements([node]).join('\n');
    if (ts.isJsxExpression(node) && node.expression && isChild(node)) {
      const child = part(node.expression);
      if (
        child.isKnown &&
        (typeof child.value === 'boolean' || child.value === null || child.value === undefined)
      )
        return '';
    }
    if (ts.isShorthandPropertyAssignment(node)) {
      const value = part(node.name);
      return value.isKnown
        ? `${node.name.text}: ${literalText(value.value)}`
        : `${node.name.text}: ${value.text}`;
    }
    const { parent } = node;
    const isName =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      (ts.isPropertyAssignment(parent) && parent.name === node) ||
      (ts.isJsxAttribute(parent) && parent.name === node) ||
      (ts.isBindingElement(parent) && parent.initializer !== node);
    return isName && !ts.isComputedPropertyName(node) && ts.isIdentifier(node)
      ? node.text
      : written(part(node));
  };

  const isChild = ({ parent }: ts.JsxExpression): boolean =>
    ts.isJsxElement(parent) || ts.isJsxFragment(parent);

  const lines = (list: readonly ts.Statement[]): Line[] => {
    const found: Line[] = [];
    for (const statement of list) {
      const own = lineOf(statement);
      found.push(...own);
      if (own.at(-1)?.exits) break;
    }
    return found;
  };

  const collecting = <T>(work: () => T): [T, ReadonlySet<ts.Node>] => {
    const outer = uses;
    uses = new Set();
    const result = work();
    const own = uses;
    uses = outer;
    return [result, own];
  };

  const lineOf = (statement: ts.Statement): Line[] => {
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap((declared): Line[] => {
        if (constantOf(declared)) return [];
        const [own, used] = collecting(() => text(declared));
        const isOnly = declared.initializer && isPure(declared.initializer) && ts.isIdentifier(declared.name);
        return [{ text: `let ${own};`, uses: used, ...(isOnly && { declares: declared.name }) }];
      });
    }
    if (ts.isIfStatement(statement)) return ifOf(statement);
    if (ts.isReturnStatement(statement)) {
      const [given_, used] = collecting(() => given(statement.expression));
      const value = statement.expression
        ? part(statement.expression, isOwn(statement) && isTest)
        : { isKnown: true as const, value: undefined };
      return [
        { text: given_, uses: used, exits: true, ...(value.isKnown && { answer: { value: value.value } }) },
      ];
    }
    if (ts.isBlock(statement)) {
      const inner = pruned(lines(statement.statements));
      if (inner.length === 0) return [];
      const isOpen = statement.statements.every((one) => !declaresNames(one));
      return isOpen ? inner : [around('{', inner, '}')];
    }
    if (ts.isExpressionStatement(statement)) {
      if (isPure(statement.expression)) return [];
      const [own, used] = collecting(() => part(statement.expression));
      return own.isKnown ? [] : [{ text: `${own.text};`, uses: used }];
    }
    if (ts.isEmptyStatement(statement)) return [];
    const [own, used] = collecting(() => written(whole(statement)));
    const exits =
      ts.isThrowStatement(statement) || ts.isContinueStatement(statement) || ts.isBreakStatement(statement);
    return [{ text: own, uses: used, exits }];
  };

  const around = (open: string, inner: readonly Line[], close: string): Line => ({
    text: [open, ...inner.map((line) => line.text), close].join('\n'),
    uses: new Set(inner.flatMap((line) => [...line.uses])),
    exits: inner.at(-1)?.exits === true,
  });

  const ifOf = (statement: ts.IfStatement): Line[] => {
    const [test, used] = collecting(() => part(statement.expression, true));
    if (test.isKnown) {
      const branch = test.value ? statement.thenStatement : statement.elseStatement;
      return branch ? lineOf(branch) : [];
    }
    const then = pruned(lineOf(statement.thenStatement));
    const other = statement.elseStatement ? pruned(lineOf(statement.elseStatement)) : [];
    if (then.length + other.length === 0 && isPure(statement.expression)) return [];
    const body = [
      ...then,
      ...(other.length > 0 ? [{ text: '} else {', uses: new Set<ts.Node>() }] : []),
      ...other,
    ];
    const whole_ = around(`if (${test.text}) {`, body, '}');
    const exits = then.at(-1)?.exits === true && other.at(-1)?.exits === true;
    return [{ ...whole_, uses: new Set([...whole_.uses, ...used]), exits }];
  };

  /** Without constants that nothing asks for any more. */
  const pruned = (all: readonly Line[]): Line[] => {
    const needed = new Set<ts.Node>();
    const kept: Line[] = [];
    for (const line of [...all].reverse()) {
      if (line.declares && !needed.has(line.declares)) continue;
      for (const use of line.uses) needed.add(use);
      kept.unshift(line);
    }
    return kept;
  };

  const isOwn = (node: ts.Node): boolean => {
    let at = node.parent;
    while (!ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
    return at === region;
  };

  const given = (expression: ts.Expression | undefined): string => {
    const isTested = isTest && expression !== undefined && isOwn(expression);
    const value: Part = expression ? part(expression, isTested) : { isKnown: true, value: undefined };
    if (isTested && value.isKnown) return `return ${Boolean(value.value)};`;
    return `return ${written(value)};`;
  };

  const statements = (list: readonly ts.Statement[]): string[] =>
    pruned(lines(list)).map((line) => line.text);

  return {
    part: (node: ts.Node) => part(node, isTest),
    text,
    given,
    statements,
    answers: (list: readonly ts.Statement[]) => pruned(lines(list)).map((line) => line.answer),
  };
}

function declaresNames(node: ts.Statement): boolean {
  return ts.isVariableStatement(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node);
}
