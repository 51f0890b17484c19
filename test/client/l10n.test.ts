import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import manifest from '../../package.json';
import texts from '../../package.nls.json';
// @ts-expect-error: a script without types.
import { messagesOf } from '../../scripts/lib/messages.mjs';

const root = resolve(import.meta.dirname, '../..');

test('the bundle for translators has every text that the extension shows: `node scripts/l10n.mjs` writes it', () => {
  const bundle = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8'));
  expect(Object.keys(bundle)).toEqual(messagesOf(join(root, 'client/src'), join(root, 'server/src')));
});

test('every text that a person reads can be translated', () => {
  // What goes into the log, into errors and to an assistant is English.
  const isForOthers = (callee: string): boolean => /^(log\.\w+|resultOf|Error|RegExp)$/.test(callee);
  const names = new Set(['Flagwright', 'Background', '(from the environment)']);
  const found: string[] = [];
  for (const file of readdirSync(join(root, 'client/src'))) {
    const text = readFileSync(join(root, 'client/src', file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isImportDeclaration(node)) return;
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const callee = node.expression.getText(source);
        if (callee === 'l10n.t' || isForOthers(callee)) return;
      }
      const isText =
        (ts.isStringLiteralLike(node) ||
          ts.isTemplateHead(node) ||
          ts.isTemplateMiddleOrTemplateTail(node)) &&
        !names.has(node.text);
      if (isText && /\p{L}{2,} \p{L}{2,}|^\p{Lu}\p{Ll}+$/u.test(node.text))
        found.push(`${file}: ${node.text}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  expect(found).toEqual([]);
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
    ...configuration.flatMap(({ title, properties }) => [
      title,
      ...Object.values(properties).map(({ markdownDescription }) => markdownDescription),
    ]),
    ...views.flagwright.map(({ name }) => name),
    ...viewsWelcome.map(({ contents }) => contents),
    ...colors.map(({ description }) => description),
    ...walkthroughs.flatMap(({ steps }) => steps.flatMap(({ title, description }) => [title, description])),
  ];
  expect(shown.filter((text) => !/^%[\w.]+%$/.test(text ?? ''))).toEqual([]);
});
