// Writes l10n/bundle.l10n.json: every text that the extension shows by `l10n.t`, for translators. `npm run l10n`.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { messagesOf } from './lib/messages.mjs';
import { root } from './lib/shell.mjs';

const messages = messagesOf(path.join(root, 'client', 'src'), path.join(root, 'server', 'src'));
mkdirSync(path.join(root, 'l10n'), { recursive: true });
writeFileSync(
  path.join(root, 'l10n', 'bundle.l10n.json'),
  `${JSON.stringify(Object.fromEntries(messages.map((message) => [message, message])), null, 2)}\n`,
);
