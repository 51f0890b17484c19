import ts from 'typescript';
import { isNamedForFlags, lastSegment, wordsOf } from '../usages/names';
import { literalValue } from '../usages/nodes';
import { lastName } from '../usages/references';
import type { IsKey } from './key-names';
import { bare } from './syntax';

/**
 * What value a test gives the flag by a function of its own that is named for that: `setFlag('new_ui', true)`, `await
 * enableFeature('new_ui')`, `flags.set('new_ui', false)`. Nothing where it does more than that.
 */
export function valueSet(statement: ts.Expression, isKey: IsKey): boolean | undefined {
  const awaited = bare(statement);
  const call = ts.isAwaitExpression(awaited) ? bare(awaited.expression) : awaited;
  if (!ts.isCallExpression(call)) return undefined;
  const callee = bare(call.expression) as ts.Expression;
  const [key, value, ...others] = call.arguments;
  if (!key || !isKey(key) || others.length > 0) return undefined;
  const owner = ts.isPropertyAccessExpression(callee) ? lastName(callee.expression) : undefined;
  const name = lastSegment(lastName(callee) ?? '');
  if (![name, owner ?? ''].some((one) => one !== '' && isNamedForFlags(one))) return undefined;
  const [verb, next] = wordsOf(name);
  const given = literalValue(value);
  if (value) return SETS.has(verb ?? '') && typeof given === 'boolean' ? given : undefined;
  if (verb === 'enable' || verb === 'activate' || (verb === 'turn' && next === 'on')) return true;
  return verb === 'disable' || verb === 'deactivate' || (verb === 'turn' && next === 'off')
    ? false
    : undefined;
}

const SETS = new Set(['set', 'mock', 'stub', 'fake', 'override', 'force', 'define', 'configure', 'update']);
