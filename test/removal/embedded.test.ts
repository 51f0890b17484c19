import { describe, expect, it } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { applyEdits } from '../../server/src/text/edits';
import { embeddedCode } from '../../server/src/usages/embedded';
import { openFixture } from '../support/workspace';

/** Removes `x` everywhere, with files that nobody imports any more: what is left of `src/flags.ts`, and why. */
async function remove(source: string) {
  const { workspace, textOf } = await openFixture(`//- flags.yaml
flags:
  x: { enabled: true }
//- src/flags.ts
import { client } from './client';
export const FLAGS = { DARK_MODE: 'x', LIGHT: 'light' };
export const isNew = () => client.isEnabled('x');
${source}`);
  const request = { flag: 'x', keep: true, scope: { kind: 'everywhere' }, deleteOrphans: true } as const;
  const { files, review, deleted, removesEntry } = await planFromWorkspace(workspace, request);
  const edits = files.find(({ file }) => file === 'src/flags.ts')?.edits ?? [];
  return {
    flags: deleted.includes('src/flags.ts') ? 'deleted' : applyEdits(textOf('src/flags.ts'), edits).trimEnd(),
    review: review.map(({ file, reason }) => `${file}: ${reason}`),
    removesEntry,
  };
}

const APP = `//- src/app.ts
import { isNew } from './flags';
if (isNew()) start();
`;

describe('a file that holds code among other things', () => {
  it.each([
    [
      'Page.vue',
      '<template><p v-if="fresh" /></template>\n<script setup lang="ts">\nimport { isNew as fresh } from "./flags";\n</script>\n',
    ],
    ['Page.svelte', "<script>\n  import { isNew } from './flags.js';\n</script>\n{#if isNew()}<p />{/if}\n"],
    ['page.astro', "---\nimport { isNew } from './flags';\n---\n<p>{isNew()}</p>\n"],
    ['page.html', '<script type="module">import { isNew } from "./flags.js"; isNew();</script>\n'],
  ])('keeps what it imports: %s', async (name, text) => {
    const { flags, review, removesEntry } = await remove(`${APP}//- src/${name}\n${text}`);
    expect(flags).toContain('export const isNew = () => true;');
    expect(flags).toContain("DARK_MODE: 'x'");
    expect(review[0]).toBe(
      `src/${name}: This name may stand for the flag, in a file whose code is not analysed.`,
    );
    expect(removesEntry).toBe(false);
  });

  it('keeps what prose imports', async () => {
    const { flags } = await remove(
      `${APP}//- src/page.mdx\n# Page\n\nimport { isNew } from './flags'\n\n<p>{isNew()}</p>\n`,
    );
    expect(flags).toContain('export const isNew = () => true;');
  });

  it.each([
    ['<div id="root"></div>\n<script>start();</script>', []],
    ['<script type="module">import { newX } from "./own.js"; send(newX.id);</script>', ['src/page.html']],
  ])(
    'asks for an object that stands for the flag by its name, not by that of a field: %s',
    async (html, files) => {
      const { review } = await remove(`//- src/own.ts
export class Feature { constructor(readonly id: string) {} }
export const newX = new Feature('x');
//- src/app.ts
import { client } from './client';
import { newX } from './own';
if (client.isEnabled(newX.id)) start();
//- src/page.html
${html}
`);
      const named = review.filter((one) => one.includes('This name may stand for the flag'));
      expect([...new Set(named.map((one) => one.split(':')[0]))]).toEqual(files);
    },
  );

  it('keeps the flag that it asks for by a constant', async () => {
    const { flags, review, removesEntry } = await remove(`${APP}//- src/Page.vue
<script setup>
import { FLAGS } from './flags';
import { client } from './client';
const on = client.isEnabled(FLAGS.DARK_MODE);
</script>
`);
    expect(flags).toContain("DARK_MODE: 'x'");
    expect(review).toEqual([
      'src/Page.vue: This name may stand for the flag, in a file whose code is not analysed.',
    ]);
    expect(removesEntry).toBe(false);
  });

  it('is in the way of nothing where it has nothing to do with the flag', async () => {
    const { flags, review, removesEntry } = await remove(
      `${APP}//- src/Page.vue\n<script setup>\nimport { other } from './other';\n</script>\n<template>isNewer</template>\n`,
    );
    expect(flags).toBe('deleted');
    expect(review).toEqual([]);
    expect(removesEntry).toBe(true);
  });
});

it('its code stays where it is, all else is blank', () => {
  expect(embeddedCode('a.vue', '<p>é</p>\r\n<script lang="ts">a();</script>b')).toBe(
    '        \r\n                  a();          ',
  );
  expect(embeddedCode('a.astro', '---\na();\n---\n<script>b()</script>')).toBe(
    '   \na();\n   \n        b()         ',
  );
  expect(embeddedCode('a.mdx', 'import a\n  from "a"\n\ntext import b\n')).toBe(
    'import a\n  from "a"\n\n             \n',
  );
  expect(embeddedCode('a.vue', '<script src="x > y">a')).toBe('                    a');
});

describe('a source that is too much for the parser', () => {
  const bundle = (code: string): string => `//- src/bundle.js\n${code}\n${'a();'.repeat(600_000)}\n`;

  it('keeps nothing that it does not name', async () => {
    const { flags, review, removesEntry } = await remove(APP + bundle('start();'));
    expect(flags).not.toContain('isNew');
    expect(review).toEqual([]);
    expect(removesEntry).toBe(true);
  });

  it.each([
    ["c.get('x')", 'The key is mentioned here, in a file whose code is not analysed.'],
    [
      "import { isNew } from './flags'; isNew();",
      'This name may stand for the flag, in a file whose code is not analysed.',
    ],
  ])('keeps what it names: %s', async (code, reason) => {
    const { flags, review, removesEntry } = await remove(APP + bundle(code));
    expect(flags).toContain(code.includes('isNew') ? 'export const isNew = () => true;' : 'deleted');
    expect(review).toContain(`src/bundle.js: ${reason}`);
    expect(removesEntry).toBe(false);
  });
});
