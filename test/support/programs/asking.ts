import type { Random } from '../random';
import { indent } from './text';

/**
 * A function that asks for the flag whose key it is given, and now and then does more: it catches, it says what it thinks of the answer,
 * somebody else decides as well, it has an effect, or it answers the contrary.
 */
export function writeReader(random: Random, name: string): string[] {
  const ask = random.pick(['isEnabled(key)', 'Boolean(isEnabled(key))', 'isEnabled(key) === true']);
  const guard = random.pick([
    "if (typeof on !== 'boolean') return false;",
    "if (typeof on !== 'boolean') { console.warn(key); return false; }",
    'if (on === undefined) return true;',
    'if (!on) return false;',
    'if (on) return true;',
    'if (on) return false;',
    'if (a) return true;',
    'log(key);',
    'if (!on) log(key);',
    '',
  ]);
  const answer = random.pick(['on', 'on', '!!on', 'on ? true : false', 'on && b', 'on ?? true', '!on']);
  const begin = random.pick(['false', 'true', 'a', 'undefined']);
  const bodies = [
    [`const on = ${ask};`, guard, `return ${answer};`],
    [
      `let on = ${begin};`,
      'try {',
      `  on = ${ask};`,
      '} catch (error) {',
      '  console.error(error);',
      '}',
      `return ${answer};`,
    ],
    [`let on = ${begin};`, `if (${random.pick(['a', ask])}) on = ${ask};`, `return ${answer};`],
    ['try {', `  const on = ${ask};`, `  return ${answer};`, '} catch {', '  return false;', '}'],
    [
      `if (${ask}) return ${random.pick(['true', 'false', 'b'])};`,
      `return ${random.pick(['false', 'true', ask])};`,
    ],
  ];
  return [
    `export function ${name}(key) {`,
    ...indent(random.pick(bodies).filter((line) => line !== '')),
    '}',
    '',
  ];
}
