/** Our evaluation against a literal one of the flag model in another language, for 10,000 flags and contexts. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { evaluate } from '../../server/src/flags/evaluate';
import { OPERATORS } from '../../server/src/flags/model';
import { hasPython, python } from '../support/python';
import { createRandom, type Random } from '../support/random';
import { readFlags } from './support';

const CASES = 10_000;

test.skipIf(!hasPython())(`${CASES} flags and contexts evaluate as in Python`, () => {
  const random = createRandom(20261128);
  const flags: Record<string, unknown> = {};
  const cases: (readonly [string, Record<string, unknown>, 'typed' | 'text'])[] = [];
  for (let i = 0; i < CASES; i++) {
    // Some keys share a beginning, and some are none.
    const key = `flag_${i}${random.pick(['', '_ü', '.sub', ' x'])}`;
    if (!random.chance(0.01)) flags[key] = flagOf(random);
    const reading = random.chance(0.3) ? 'text' : 'typed';
    cases.push([key, contextOf(random, reading), reading]);
  }
  const ours = new Map(
    readFlags(JSON.stringify({ flags }), {}, 'flags.json').flags.map((flag) => [flag.key, flag]),
  );
  expect(ours.size).toBe(Object.keys(flags).length);
  const answers = cases.map(([key, context, reading]) => evaluate(ours.get(key), context, reading).on);
  const theirs = python([path.join(import.meta.dirname, 'reference.py')], { flags, cases }) as boolean[];
  const different = cases.flatMap((one, i) =>
    answers[i] === theirs[i] ? [] : [{ ours: answers[i], flag: flags[one[0]], case: one }],
  );
  expect(different).toEqual([]);
  // A comparison in which nearly everyone gets the same answer would say little.
  const on = answers.filter(Boolean).length;
  expect(on).toBeGreaterThan(CASES / 4);
  expect(on).toBeLessThan((CASES * 3) / 4);
});

function flagOf(random: Random): Record<string, unknown> {
  const flag: Record<string, unknown> = { owner: 'a' };
  if (random.chance(0.97)) flag.enabled = random.chance(0.95) || random.pick([false, false, 'true', 1]);
  if (random.chance(0.5)) flag.percentage = percentageOf(random);
  if (random.chance(0.4)) flag.allowed_users = list(random, 3, () => userOf(random));
  if (random.chance(0.75)) flag.rules = list(random, 3, () => ruleOf(random));
  return flag;
}

function percentageOf(random: Random): unknown {
  return random.chance(0.9) ? random.below(101) : random.pick([100, 0, 0.5, 99.5, 150, -5, '50']);
}

function userOf(random: Random): string | number {
  return random.pick([`user_${random.below(30)}`, random.below(30), String(random.below(30)), 'käthe']);
}

const ATTRIBUTES = ['plan', 'age', 'since', 'version', 'beta', 'tags', 'user_id'];

function ruleOf(random: Random): Record<string, unknown> {
  const attribute = random.pick(ATTRIBUTES);
  const operator = random.chance(0.97) ? random.pick(OPERATORS) : random.pick(['==', 'is', 'IN']);
  const rule: Record<string, unknown> = { attribute, operator };
  const value = () => attributeFor(random, random.chance(0.8) ? attribute : random.pick(ATTRIBUTES));
  if (operator === 'in' || operator === 'not_in') {
    rule.value = random.chance(0.95) ? list(random, 3, value) : value();
  } else if (operator === 'exists') {
    if (random.chance(0.7)) rule.value = random.pick([true, false, 'yes']);
  } else if (operator === 'matches') {
    rule.value = random.pick(['^pro', 'e+', '[0-9]{2}', '^$', 'p.o', '\\d-\\d', '(pro|free)$', 'ä']);
  } else if (operator.startsWith('semver')) {
    rule.value = random.chance(0.9) ? versionOf(random) : value();
  } else if (random.chance(0.97)) {
    rule.value = value();
  }
  return rule;
}

/** A value such as an attribute has, or nearly. */
function attributeFor(random: Random, attribute: string): unknown {
  switch (attribute) {
    case 'age':
      return random.pick([random.below(12), random.below(12), String(random.below(12)), -1.5, 7.25]);
    case 'since':
      return random.pick([`2026-0${1 + random.below(3)}-0${1 + random.below(9)}`, '2026-02-30', 'soon']);
    case 'version':
      return versionOf(random);
    case 'beta':
      return random.pick([true, false, 'true']);
    case 'user_id':
      return userOf(random);
    default:
      return random.pick(['pro', 'free', 'enterprise', 'pr', 'Pro', 'o', '']);
  }
}

function versionOf(random: Random): string {
  const numbers = Array.from({ length: 1 + random.below(3) }, () => random.below(3)).join('.');
  return `${random.pick(['', '', 'v'])}${numbers}${random.pick(['', '', '-rc.1', '-rc.10', '-alpha', '-1'])}`;
}

function contextOf(random: Random, reading: 'typed' | 'text'): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  if (random.chance(0.8)) context.user_id = userOf(random);
  for (const attribute of ATTRIBUTES.slice(0, -1)) {
    if (!random.chance(0.7)) continue;
    context[attribute] =
      attribute === 'tags' && random.chance(0.6)
        ? list(random, 3, () => attributeFor(random, random.pick(['plan', 'age'])))
        : attributeFor(random, random.chance(0.85) ? attribute : random.pick(ATTRIBUTES));
  }
  if (reading === 'typed') return context;
  return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, String(value)]));
}

function list<T>(random: Random, most: number, item: () => T): T[] {
  return Array.from({ length: random.below(most + 1) }, item);
}
