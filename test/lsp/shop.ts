import { afterEach } from 'vitest';
import type { CodeAction, Hover } from 'vscode-languageserver-protocol/node';
import { type Session, type SessionOptions, startSession } from './session';

/** A flag file, a page and a checkout: the workspace of most sessions. */
export const FLAG_FILE = `flags:
  dark_mode: { enabled: true, percentage: 100, created: 2020-01-01, owner: design, expires: 2099-01-01 }
  new_checkout: { enabled: true, percentage: 10, owner: payments-team, expires: 2099-01-01 }
`;
export const PAGE = `import { isEnabled } from './flags';

export function page(): string {
  if (isEnabled('dark_mode')) {
    return 'dark';
  } else {
    return 'light';
  }
}
`;
export const CHECKOUT = `import { isEnabled } from './flags';

export const steps = () => (isEnabled('new_checkout') ? 1 : 3);
export const theme = () => (isEnabled('dark_mode') ? 'dark' : 'light');
export const oops = () => isEnabled('new_chekout');
`;
export const SHOP = {
  'config/flags.yaml': FLAG_FILE,
  'src/page.ts': PAGE,
  'src/checkout.ts': CHECKOUT,
  'src/flags.ts': 'export function isEnabled(key: string): boolean {\n  return table.has(key);\n}\n',
};

let session: Session | undefined;
afterEach(async () => {
  await session?.dispose();
  session = undefined;
});

/** A session that ends with its test. */
export async function start(
  files: Readonly<Record<string, string | Uint8Array>> = SHOP,
  options?: SessionOptions,
): Promise<Session> {
  session = await startSession(files, options);
  return session;
}

/** A request about the place of `|` in `marked`. */
export function ask<T>(
  server: Session,
  method: string,
  file: string,
  text: string,
  marked: string,
  more = {},
): Promise<T> {
  const position = server.at(text, marked);
  return server.connection.sendRequest<T>(`textDocument/${method}`, {
    textDocument: { uri: server.uri(file) },
    position,
    range: { start: position, end: position },
    context: { diagnostics: [], includeDeclaration: true },
    ...more,
  });
}

/** The one code action whose title matches. */
export async function actionTitled(
  server: Session,
  file: string,
  text: string,
  marked: string,
  title: RegExp,
): Promise<CodeAction> {
  // Before, there are fewer.
  await server.untilStatus(({ state }) => state !== 'indexing');
  const actions = await ask<CodeAction[]>(server, 'codeAction', file, text, marked);
  const action = actions.find((candidate) => title.test(candidate.title));
  if (!action) throw new Error(`no action ${title} among ${actions.map((each) => each.title).join(' | ')}`);
  return action;
}

export async function askHover(server: Session, file: string, text: string, marked: string): Promise<string> {
  const hover = await ask<Hover>(server, 'hover', file, text, marked);
  return (hover.contents as { value: string }).value;
}
