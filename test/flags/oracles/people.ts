import { parseJson } from '../../../server/src/text/json';
import type { DataNode } from '../../../server/src/text/tree';
import { parseYaml } from '../../../server/src/text/yaml';
import { createRandom, type Random } from '../../support/random';
import type { Person } from './oracle';

/**
 * People whom the rules of a file may be about, without knowing how rules are written: what stands near each other there,
 * `{"attribute": "email", "op": "endsWith", "values": ["@x.org"]}` or `plan eq "pro"`, becomes attributes and values. The
 * same file always gives the same people.
 */
export function peopleFor(text: string, count = 80): Person[] {
  const random = createRandom(text.length);
  const [document] = (/^\s*[[{]/.test(text) ? parseJson(text) : parseYaml(text)).documents;
  const clusters = document ? clustersIn(document) : [];
  return Array.from({ length: count }, (_, i) => {
    const known: Record<string, string | number | boolean> = {};
    const near = clusters.length > 0 ? Array.from({ length: 3 }, () => random.pick(clusters)) : [];
    for (const words of near) {
      for (let pairs = 0; pairs < 4; pairs++)
        known[String(random.pick(words))] = varied(random.pick(words), random);
    }
    if (i % 10 === 0) return { attributes: known };
    const word = near.length > 0 && random.chance(0.3) ? String(random.pick(near[0]!)) : '';
    return { id: word || `person-${i}`, attributes: known };
  });
}

/** People of whom nothing but the id is known, to count shares of. */
export const CROWD: readonly Person[] = Array.from({ length: 400 }, (_, i) => ({
  id: `user-${i * 7919}`,
  attributes: {},
}));

type Word = string | number | boolean;

/** The words of each map and list that holds few of them. */
function clustersIn(root: DataNode): Word[][] {
  const clusters: Word[][] = [];
  const visit = (node: DataNode): Word[] => {
    if (node.kind === 'scalar') return node.value === null ? [] : wordsOf(node.value);
    const words =
      node.kind === 'list'
        ? node.items.flatMap(({ value }) => visit(value))
        : node.entries.flatMap(({ key, value }) => [key, ...visit(value)]);
    if (words.length > 0 && words.length <= 24) clusters.push(words);
    return words;
  };
  visit(root);
  return clusters;
}

function wordsOf(value: Word): Word[] {
  if (typeof value !== 'string') return [value];
  const words = value.match(/[\w.@$:/+-]+/g) ?? [];
  return words.length > 1 ? [value, ...words] : [value];
}

/** Rules ask for beginnings, ends and what is greater, too. */
function varied(word: Word, random: Random): Word {
  if (typeof word === 'number') return word + random.below(3) - 1;
  if (typeof word === 'boolean') return word;
  return random.pick([word, word, `x${word}`, `${word}x`]);
}
