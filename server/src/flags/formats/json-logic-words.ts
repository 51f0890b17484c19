import type { DataNode } from '../../text/tree';
import { describeValue } from '../describe';
import { dataOf, entriesOf, itemsOf } from './nodes';

/**
 * JSON Logic (jsonlogic.com) with flagd's operators, in words: `email ends with @x.org gives on, else off`. What it does
 * not know stays as it is written.
 */
export function logicInWords(node: DataNode): string {
  const [operation, ...others] = entriesOf(node);
  if (!operation || others.length > 0)
    return node.kind === 'list' ? listed(node) : describeValue(dataOf(node));
  const { key, value } = operation;
  const given = value.kind === 'list' ? itemsOf(value) : [value];
  const operands = given.map(logicInWords);
  const [first = '?', second = '?'] = operands;
  const word = COMPARISONS.get(key);
  if (word !== undefined) return `${first} ${word} ${second}`;
  switch (key) {
    case 'var':
      return first;
    case 'and':
    case 'or':
      return operands.join(` ${key} `);
    case '!':
      return `not ${first}`;
    case 'if':
      return branches(operands);
    case 'sem_ver':
      return operands.join(' ');
    case '$ref':
      return `the rule ${first}`;
    case 'fractional':
      return `shares of ${given
        .filter((item) => item.kind === 'list')
        .map(shareInWords)
        .join(', ')}`;
    default:
      return JSON.stringify(dataOf(node));
  }
}

const COMPARISONS: ReadonlyMap<string, string> = new Map([
  ['==', 'is'],
  ['===', 'is'],
  ['!=', 'is not'],
  ['!==', 'is not'],
  ['>', '>'],
  ['>=', '>='],
  ['<', '<'],
  ['<=', '<='],
  ['in', 'is in'],
  ['starts_with', 'begins with'],
  ['ends_with', 'ends with'],
]);

/** Conditions and what they give in turn, and what is left for all others. */
function branches(operands: readonly string[]): string {
  const parts: string[] = [];
  let at = 0;
  for (; at + 1 < operands.length; at += 2) parts.push(`${operands[at]} gives ${operands[at + 1]}`);
  if (at < operands.length) parts.push(operands[at] === 'null' ? 'the default' : operands[at]!);
  return parts.join(', else ');
}

function shareInWords(bucket: DataNode): string {
  return itemsOf(bucket).map(logicInWords).join(' ');
}

function listed(node: DataNode): string {
  return itemsOf(node).map(logicInWords).join(', ');
}
