import { createRandom } from '../random';
import type { Project } from './project';
import { indent } from './text';

/**
 * Writes guards, functions that are given a component and a flag's key, and pages that they guard: mostly such that show the component as
 * it is where the flag is on, now and then such that do more, show something else, or lose what the component has besides.
 */
export function generateGuarded(seed: number): Project {
  const random = createRandom(seed);
  const rarely = (): boolean => random.chance(0.12);
  let count = 0;
  const next = (): number => ++count;
  const pick = <T>(list: readonly T[]): T => random.pick(list);

  const page = (name: string): string =>
    pick([
      `<${name} {...props} />`,
      `<${name} {...props} />`,
      `<${name} {...props} />`,
      `<${name} {...props} n={1} />`,
      `<${name} n={props.n} />`,
      `<div><${name} {...props} /></div>`,
    ]);
  const other = (): string => pick(['null', '<i>none</i>', `<Fallback {...props} />`]);
  const log = (): string[] => (rarely() ? [`log('g${next()}', 1);`] : []);

  /** What a component does that asks for the flag. */
  const component = (name: string, hasWanted: boolean): string[] => {
    const asked = hasWanted ? 'isEnabled(key) === wanted' : 'isEnabled(key)';
    const [shown, none] = rarely() ? [other(), page(name)] : [page(name), other()];
    const test = pick(['on', 'on', 'on && key', rarely() ? 'on && props.n' : 'on']);
    return [
      ...log(),
      `const on = ${asked};`,
      ...(rarely() ? [`const label = key + '!';`] : []),
      ...pick([
        [`if (!${test === 'on' ? test : `(${test})`}) return ${none};`, `return ${shown};`],
        [`return ${test} ? ${shown} : ${none};`],
        [`if (${test}) {`, `  return ${shown};`, '}', `return ${none};`],
      ]),
    ];
  };

  const guard = (name: string, isCurried: boolean): string[] => {
    const hasWanted = random.chance(0.3);
    const key = hasWanted ? `key, wanted = ${pick(['true', 'true', 'false'])}` : 'key';
    const body = component('Page', hasWanted);
    const made = rarely()
      ? [`const on = isEnabled(key);`, `return on ? Page : Fallback;`]
      : pick([
          ['return (props) => {', ...indent(body), '};'],
          ['return function Guarded(props) {', ...indent(body), '};'],
          [
            'const Guarded = (props) => {',
            ...indent(body),
            '};',
            ...(random.chance(0.5) ? ["Guarded.displayName = 'Guarded';"] : []),
            ...(rarely() ? ["Guarded.title = 'guarded';"] : []),
            'return Guarded;',
          ],
        ]);
    const head = isCurried
      ? [`export const ${name} = (${key}) => (Page) => {`]
      : [`export function ${name}(Page, ${key}) {`];
    return [...head, ...indent([...log(), ...made]), isCurried ? '};' : '}', ''];
  };

  const kinds = [random.chance(0.4), random.chance(0.4)];
  const guards = kinds.flatMap((isCurried, index) => guard(`withFlag${index}`, isCurried));
  const library = ["import { Fallback } from './fallback';", '', ...guards];
  const fallback = [`export const Fallback = (props) => <s>f{props.n}</s>;`, ''];
  const pages = [0, 1, 2].flatMap((index) => [
    `export const Page${index} = (props) => <b>p${index} {props.n}</b>;`,
    ...(rarely() ? [`Page${index}.title = 'page ${index}';`] : []),
  ]);
  const made = [0, 1, 2, 3].map((index) => {
    const which = random.below(2);
    const key = pick(["'x'", "'x'", "'x'", "'y'"]);
    const more = random.chance(0.15) ? pick([', true', ', false', `, log('w${next()}', true)`]) : '';
    const component = pick(['Page0', 'Page1', 'Page2']);
    const call = kinds[which]
      ? `withFlag${which}(${key}${more})(${component})`
      : `withFlag${which}(${component}, ${key}${more})`;
    return `const Shown${index} = ${call};`;
  });
  const main = [
    "import { withFlag0, withFlag1 } from './guards';",
    "import { Page0, Page1, Page2 } from './pages';",
    '',
    ...made,
    '',
    'export function main() {',
    ...indent([
      `log('t', [Shown0, Shown1, Shown2, Shown3].map((one) => one.title));`,
      'return (',
      '  <p>',
      ...[0, 1, 2, 3].map((index) => `    <Shown${index} n={${pick(['a', 'b', 'n'])}} />`),
      '  </p>',
      ');',
    ]),
    '}',
    '',
  ];
  return {
    files: new Map([
      ['src/fallback.jsx', fallback.join('\n')],
      ['src/guards.jsx', library.join('\n')],
      ['src/pages.jsx', ['', ...pages, ''].join('\n')],
      ['src/main.jsx', main.join('\n')],
    ]),
    entry: 'src/main.jsx',
    keep: random.chance(0.75),
  };
}
