// The texts that sources hand to `l10n.t`.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** All messages, each once and in order. @throws where one is put together at run time: nobody could translate it. */
export function messagesOf(...folders) {
  const found = new Set();
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(folder, file)),
  );
  for (const name of files) {
    const text = readFileSync(name, 'utf8');
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
    const visit = (node) => {
      if (ts.isCallExpression(node) && node.expression.getText(source) === 'l10n.t') {
        const [message] = node.arguments;
        if (!ts.isStringLiteralLike(message)) throw new Error(`${name}: ${node.getText(source)}`);
        found.add(message.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found].sort();
}
