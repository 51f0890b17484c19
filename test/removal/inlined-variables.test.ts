import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const PAGE = `//- src/page.ts
export const page = () => (process.env.NEW_UI === 'true' ? fresh() : old());
`;
const SHOWN = '//- src/page.ts\nexport const page = () => fresh();';

/** What becomes of a build's configuration beside a page that asks for a variable of the environment. */
const besides = (file: string, text: string, more = ''): Promise<string> =>
  removeWhole(`${PAGE}//- ${file}\n${text}\n${more}`, { flag: 'NEW_UI' });

describe('a variable that a build writes into the program', () => {
  it.each([
    [
      'next.config.js',
      "module.exports = wrap({ env: { NEW_UI: process.env.NEW_UI ?? 'false', PORT: process.env.PORT } });",
      'module.exports = wrap({ env: { PORT: process.env.PORT } });',
    ],
    [
      'next.config.mjs',
      "export default { env: { NEW_UI: 'true', PORT: '3' } };",
      "export default { env: { PORT: '3' } };",
    ],
    [
      'vite.config.ts',
      "export default { define: { 'process.env.NEW_UI': JSON.stringify(process.env.NEW_UI), a: 1 } };",
      'export default { define: { a: 1 } };',
    ],
    [
      'webpack.config.js',
      "module.exports = { plugins: [new DefinePlugin({ 'import.meta.env.NEW_UI': '1', a: 1 })] };",
      'module.exports = { plugins: [new DefinePlugin({ a: 1 })] };',
    ],
    [
      'webpack.config.js',
      "module.exports = { plugins: [new webpack.EnvironmentPlugin(['NEW_UI', 'PORT'])] };",
      "module.exports = { plugins: [new webpack.EnvironmentPlugin(['PORT'])] };",
    ],
    [
      'webpack.config.js',
      "module.exports = { plugins: [new EnvironmentPlugin({ NEW_UI: 'false', PORT: 3 })] };",
      'module.exports = { plugins: [new EnvironmentPlugin({ PORT: 3 })] };',
    ],
  ])('goes from its configuration with the last that asks: %s', async (file, before, after) => {
    expect(await besides(file, before)).toBe([`//- ${file}\n${after}`, SHOWN].sort().join('\n'));
  });

  it('goes from the files that set it, too', async () => {
    const config = 'module.exports = { env: { NEW_UI: process.env.NEW_UI, PORT: process.env.PORT } };';
    expect(await besides('next.config.js', config, '//- .env\nNEW_UI=1\nA=2')).toContain('//- .env\nA=2');
  });

  it.each([
    ['//- src/other.ts\nshow(process.env.NEW_UI);'],
    ['//- index.html\n<p>%NEW_UI%</p>'],
    ['//- src/page.vue\n<script>\nexport default { isNew: process.env.NEW_UI };\n</script>'],
  ])('stays where something else may ask for it: %s', async (more) => {
    const config = 'module.exports = { env: { NEW_UI: process.env.NEW_UI, PORT: process.env.PORT } };';
    expect(await besides('next.config.js', config, more)).not.toContain('//- next.config.js');
  });

  it.each([
    ['config.js', 'module.exports = { env: { NEW_UI: process.env.NEW_UI } };'],
    ['next.config.js', 'module.exports = { other: { NEW_UI: process.env.NEW_UI } };'],
    ['next.config.js', 'module.exports = { env: { NEW_UI: read(process.env.NEW_UI) } };'],
    ['webpack.config.js', 'module.exports = { plugins: [new OtherPlugin({ NEW_UI: process.env.NEW_UI })] };'],
  ])('is a read like others anywhere else: %s %s', async (file, config) => {
    const result = await besides(file, config);
    expect(result).toContain(`${file}! Which text the variable holds`);
    expect(result).not.toContain(`//- ${file}`);
  });
});
