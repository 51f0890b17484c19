import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../package.json';
import texts from '../../package.nls.json';
// @ts-expect-error: a script without types.
import { messagesOf } from '../../scripts/lib/messages.mjs';

const root = resolve(import.meta.dirname, '../..');

test('the bundle for translators has every text that the extension shows: `node scripts/l10n.mjs` writes it', () => {
  const bundle = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8'));
  expect(Object.keys(bundle)).toEqual(messagesOf(join(root, 'client/src')));
});

test('every text of the manifest that can be translated is there, and none that nobody shows', () => {
  const named = [...JSON.stringify(manifest.contributes).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  expect([...new Set(named)].sort()).toEqual(Object.keys(texts).sort());
});

test('commands, settings, views, colors and the walkthrough are named by texts that can be translated', () => {
  const { commands, configuration, views, viewsWelcome, colors, walkthroughs } = manifest.contributes;
  const shown = [
    ...commands.flatMap((command) => [
      command.title,
      'shortTitle' in command ? command.shortTitle : command.title,
    ]),
    ...Object.values(configuration.properties).map(({ markdownDescription }) => markdownDescription),
    ...views.flagwright.map(({ name }) => name),
    ...viewsWelcome.map(({ contents }) => contents),
    ...colors.map(({ description }) => description),
    ...walkthroughs.flatMap(({ steps }) => steps.flatMap(({ title, description }) => [title, description])),
  ];
  expect(shown.filter((text) => !/^%[\w.]+%$/.test(text ?? ''))).toEqual([]);
});
