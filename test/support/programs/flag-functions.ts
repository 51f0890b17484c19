import { createRandom, type Random } from '../random';
import type { Project } from './project';
import { indent } from './text';

/**
 * Writes a module with a function `x` that is the flag itself, and one that asks it, by itself, through a module that hands it on or as a
 * member of all that its module exports; now and then it does more, or other things bear its name.
 */
export function generateFlagFunctions(seed: number): Project {
  const random = createRandom(seed);
  const dialect = random.pick(['js', 'ts', 'tsx'] as const);
  const isTyped = dialect !== 'js';
  const isPlain = random.chance(0.65);
  const library = [
    'export const kept = n;',
    ...(random.chance(0.2) ? ['let count = 0;'] : []),
    ...flag(random, isPlain, isTyped),
    'export const more = () => log("other", a) === true;'.replaceAll('"', "'"),
    ...(random.chance(0.2) ? ['export const both = () => x() && more();'] : []),
    ...(random.chance(0.15) ? ["log('own', x());"] : []),
    '',
  ];
  if (library.join('\n').includes('count') && !library.includes('let count = 0;'))
    library.unshift('let count = 0;');
  const hasBoth = library.some((line) => line.includes('both'));
  const handsOn = random.chance(0.3);
  const middle = [
    random.pick(["export * from './library';", "export { x, kept, more } from './library';"]),
    ...(random.chance(0.2) ? ["import { x } from './library';", 'export const through = () => x();'] : []),
    '',
  ];
  const isWhole = random.chance(0.2);
  const local = !isWhole && random.chance(0.2) ? 'isX' : 'x';
  const from = handsOn ? './middle' : './library';
  const asked = isWhole ? 'all.x' : local;
  const main = [
    isWhole
      ? `import * as all from '${from}';`
      : `import { ${local === 'x' ? 'x' : `x as ${local}`} } from '${from}';`,
    "import { kept, more } from './library';",
    ...(hasBoth ? ["import { both } from './library';"] : []),
    'export function main() {',
    ...indent([
      ...Array.from({ length: 1 + random.below(3) }, (_, at) =>
        asking(random, call(random, asked, isPlain), at),
      ).flat(),
      ...(random.chance(0.35) ? beside(random, asked, isWhole, isTyped) : []),
      ...(hasBoth ? ["log('both', both());"] : []),
      "return log('end', kept, more);",
    ]),
    '}',
    '',
  ];
  return {
    files: new Map([
      [`src/library.${dialect}`, library.join('\n')],
      ...(handsOn ? [[`src/middle.${dialect}`, middle.join('\n')] as const] : []),
      [`src/main.${dialect}`, main.join('\n')],
    ]),
    entry: `src/main.${dialect}`,
    keep: random.chance(0.5),
    variable: { on: undefined, off: undefined },
  };
}

/** The function: `settled` is the flag's answer. */
function flag(random: Random, isPlain: boolean, isTyped: boolean): string[] {
  const answer = random.pick([
    'settled === true',
    '!!settled',
    'Boolean(settled)',
    'settled === true && true',
    '!(settled !== true)',
    'isBeta()',
    ...(isPlain
      ? []
      : [
          "log('asked', settled) === true",
          '(count++, settled === true)',
          'settled === true && more()',
          "settled === true || log('not', false)",
          'settled',
          'arguments.length === 0 && settled === true',
        ]),
  ]);
  const type = isTyped && random.chance(0.3) ? ': boolean' : '';
  const parameters = isPlain ? '' : random.pick(['', '', 'z', "z = log('default', 1)", '...z']);
  const isArrow = !answer.includes('arguments');
  const lead = isPlain ? '' : random.pick(['', '', '', 'async ']);
  const ways: readonly (readonly string[])[] = [
    [`export function x(${parameters})${type} {`, `  return ${answer};`, '}'],
    ...(isArrow
      ? [
          [`export const x = ${lead}(${parameters})${type} => ${answer};`],
          [`export const x = ${lead}(${parameters})${type} => {`, `  return ${answer};`, '};'],
          [`const x = (${parameters})${type} => ${answer};`, 'export { x };'],
        ]
      : []),
    ...(isPlain
      ? []
      : [
          [`export let x = () => ${isArrow ? answer : 'settled'};`, `x = () => b === true;`],
          [`export function x() {`, "  log('x', 1);", '  return settled === true;', '}'],
          ['export function* x() {', '  return settled === true;', '}'],
          ['export const x = Object.assign(() => settled === true, { size: 1 });'],
          ['export const x = [() => settled === true][0];'],
          ['export const x = (() => () => settled === true)();'],
          ['export class x { static ask() { return settled === true; } }'],
        ]),
  ];
  return [
    ...(answer.includes('isBeta')
      ? [
          random.pick([
            'const isBeta = () => settled === true;',
            'function isBeta() { return settled === true; }',
          ]),
        ]
      : []),
    ...random.pick(ways),
  ];
}

function call(random: Random, x: string, isPlain: boolean): string {
  return random.chance(0.6)
    ? `${x}()`
    : random.pick([
        `!${x}()`,
        `${x}?.()`,
        `${x}.call(null)`,
        `${x}(log('arg', 1))`,
        `[1].some(${x})`,
        `[1].every(() => ${x}())`,
        `(log('comma', 1), ${x})()`,
        `(${x}() === true)`,
        `((${x.includes('.') ? 'y' : x}) => ${x}())(() => b)`,
        `(() => ${x})()()`,
        `[${x}][0]()`,
        `{ x: () => b }.x()`.replace(/^/, '(').replace('}.x', '}).x'),
        ...(isPlain ? [] : [`new ${x}()`, `${x}\`\``]),
      ]);
}

function asking(random: Random, on: string, at: number): string[] {
  return random.pick([
    [`if (${on}) log('a${at}', 1);`, `else log('b${at}', 2);`],
    [`log('c${at}', ${on} ? n : s);`],
    [`log('d${at}', !(${on}) && a);`],
    [`log('e${at}', ${on});`],
    [`const held${at} = ${on};`, `log('f${at}', held${at} ? 1 : 2);`],
    [`const get${at} = (z = ${on}) => z;`, `log('g${at}', get${at}());`],
    [`try {`, `  if (${on}) throw log('h${at}', 1);`, '} catch {', `  log('i${at}', 1);`, '}'],
  ]);
}

/** Other uses of the function, and other things of its name. */
function beside(random: Random, x: string, isWhole: boolean, isTyped: boolean): string[] {
  return random.pick([
    [`log('type', typeof ${x});`],
    [`log('whole', { it: ${x} });`],
    [`const again = ${x};`, "log('again', again());"],
    [`log('text', '${'x'}'.length);`],
    [`{`, `  const x = () => b;`, "  log('inner', x());", '}'],
    [`const table = { x: () => c };`, "log('member', table.x());"],
    [`const bound = ${x}.bind(null);`, "log('bound', bound());"],
    [`const take = ({ x: own = ${x} }${isTyped ? ': any' : ''}) => own();`, "log('take', take({}));"],
    ...(isWhole
      ? [
          ["log('keys', Object.keys(all).length);"],
          ["log('at', all[s ? 'x' : 'more']());"],
          ['const { x: own } = all;', "log('own', own());"],
        ]
      : []),
  ]);
}
