import ts from 'typescript';
import { LOGICAL } from '../usages/operators';
import { declarationOf, importOf, isOfLanguage } from './declared';
import { isBoolean, isPure } from './effects';
import { isOwnFunction, type OwnFunction } from './slots';
import { bare, isAssignment } from './syntax';

/** What a variable of the environment is behind the schema that declares it. */
export interface Validated {
  /** An answer, or the text that it holds. */
  readonly kind: 'boolean' | 'text';
  /** Where it is not set, it stays so. */
  readonly isOptional: boolean;
}

/**
 * What the validator of one variable makes of it, `z.coerce.boolean().default(false)`, `bool({ default: false })`; nothing where that is
 * neither an answer nor the text itself, or where validating it may have effects.
 */
export function validatedBy(node: ts.Node, depth = 0): Validated | undefined {
  const inner = bare(node);
  if (depth > MAX_DEPTH) return undefined;
  if (ts.isIdentifier(inner)) {
    const declared = declarationOf(inner);
    const isConstant =
      declared && ts.isVariableDeclaration(declared) && declared.parent.flags & ts.NodeFlags.Const;
    return isConstant && declared.initializer ? validatedBy(declared.initializer, depth + 1) : undefined;
  }
  if (!ts.isCallExpression(inner)) return undefined;
  const { expression: callee, arguments: given } = inner;
  if (ts.isIdentifier(callee)) return byEnvalid(callee, given);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const method = callee.name.text;
  if (isZod(callee.expression)) return byZod(method, given, depth);
  const before = validatedBy(callee.expression, depth + 1);
  if (!before) return undefined;
  if (OPTIONAL.has(method)) return { ...before, isOptional: true };
  if (STANDARD.has(method)) return isData(given) ? { ...before, isOptional: false } : undefined;
  if (method === 'transform') return transformed(given[0]);
  if (method === 'pipe') return given[0] && validatedBy(given[0], depth + 1);
  return SAME.has(method) && isData(given) ? before : undefined;
}

const MAX_DEPTH = 16;

/** `z` and `z.coerce` of zod. */
export function isZod(node: ts.Expression): boolean {
  const object = bare(node);
  if (ts.isPropertyAccessExpression(object)) return object.name.text === 'coerce' && isZod(object.expression);
  const imported = ts.isIdentifier(object) ? importOf(object) : undefined;
  return imported !== undefined && (imported.module === 'zod' || imported.module.startsWith('zod/'));
}

function byZod(method: string, given: ts.NodeArray<ts.Expression>, depth: number): Validated | undefined {
  if (method === 'boolean' || method === 'stringbool') return { kind: 'boolean', isOptional: false };
  if (method === 'string' || method === 'enum' || method === 'literal')
    return { kind: 'text', isOptional: false };
  if (method === 'preprocess')
    return given[1] && isData(given.slice(0, 1)) ? validatedBy(given[1], depth + 1) : undefined;
  const inner = method === 'optional' && given[0] ? validatedBy(given[0], depth + 1) : undefined;
  return inner && { ...inner, isOptional: true };
}

function byEnvalid(callee: ts.Identifier, given: ts.NodeArray<ts.Expression>): Validated | undefined {
  const imported = importOf(callee);
  const kind = imported?.module === 'envalid' ? ENVALID.get(imported.name) : undefined;
  if (!kind || !isData(given)) return undefined;
  // What is the default in one environment may be none.
  return { kind, isOptional: given.some((one) => one.getText().includes('undefined')) };
}

const ENVALID: ReadonlyMap<string, Validated['kind']> = new Map([
  ['bool', 'boolean'],
  ['str', 'text'],
]);

const OPTIONAL: ReadonlySet<string> = new Set(['optional', 'nullish', 'nullable']);
const STANDARD: ReadonlySet<string> = new Set(['default', 'prefault', 'catch']);

/** Methods that tell more of a value, or say which values are none. */
const SAME: ReadonlySet<string> = new Set([
  ...['describe', 'meta', 'brand', 'readonly', 'refine', 'superRefine', 'check'],
  ...['min', 'max', 'length', 'nonempty', 'regex', 'includes', 'startsWith', 'endsWith'],
]);

/** `transform((value) => value === 'true')` */
function transformed(transform: ts.Expression | undefined): Validated | undefined {
  const owner = transform && bare(transform);
  if (!owner || !isData([owner as ts.Expression])) return undefined;
  const result = isOwnFunction(owner) ? resultOf(owner) : undefined;
  const isAnswer = result ? givesAnswer(result) : isOfLanguage(owner as ts.Expression, BOOLEAN);
  return isAnswer ? { kind: 'boolean', isOptional: false } : undefined;
}

const BOOLEAN = new Set(['Boolean']);

function resultOf({ body, asteriskToken, modifiers }: OwnFunction): ts.Expression | undefined {
  if (!body || asteriskToken || (modifiers?.length ?? 0) > 0) return undefined;
  if (!ts.isBlock(body)) return body;
  const [only, ...others] = body.statements;
  return only && others.length === 0 && ts.isReturnStatement(only) ? only.expression : undefined;
}

/** `['1', 'true'].includes(value)`, `value !== 'false'` */
function givesAnswer(node: ts.Expression): boolean {
  const inner = bare(node) as ts.Expression;
  if (ts.isCallExpression(inner) && ts.isPropertyAccessExpression(inner.expression))
    return ANSWERING.has(inner.expression.name.text);
  if (ts.isBinaryExpression(inner) && LOGICAL.has(inner.operatorToken.kind))
    return givesAnswer(inner.left) && givesAnswer(inner.right);
  return isBoolean(inner);
}

const ANSWERING: ReadonlySet<string> = new Set(['includes', 'startsWith', 'endsWith', 'test']);

/** Methods of texts, lists of them and patterns. */
const OF_TEXTS: ReadonlySet<string> = new Set([...ANSWERING, 'toLowerCase', 'toUpperCase', 'trim', 'split']);

/** Whether nobody notices that values are not made any more, nor the functions among them called. */
function isData(given: readonly ts.Expression[]): boolean {
  return given.every((one) => {
    const value = bare(one);
    if (!isOwnFunction(value)) return onlyComputes(value);
    const result = resultOf(value);
    return result !== undefined && onlyComputes(result);
  });
}

/** A validator works on texts: what is asked of one has no effect. */
function onlyComputes(node: ts.Node): boolean {
  const inner = bare(node);
  if (ts.isBinaryExpression(inner))
    return !isAssignment(inner) && onlyComputes(inner.left) && onlyComputes(inner.right);
  if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken)
    return onlyComputes(inner.operand);
  if (!ts.isCallExpression(inner)) return isPure(inner);
  const { expression: callee, arguments: given } = inner;
  const isKnown = ts.isPropertyAccessExpression(callee)
    ? OF_TEXTS.has(callee.name.text) && onlyComputes(callee.expression)
    : isOfLanguage(callee, BOOLEAN);
  return isKnown && given.every(onlyComputes);
}
