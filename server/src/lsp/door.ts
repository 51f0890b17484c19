import type { Message } from 'vscode-languageserver';

/** What a message that is not well formed becomes: its handler says so to the client. */
export const MALFORMED = 'flagwright/malformed';

/**
 * Lets a client's message in, if what all handlers rely on is as the protocol has it: addresses are texts, positions have
 * numbers, changes are lists. Otherwise the message becomes one that is answered with what is wrong with it; handlers need
 * not look.
 */
export function admitted(message: Message): Message {
  const { method, params, id } = message as { method?: unknown; params?: unknown; id?: unknown };
  if (typeof method !== 'string') return message;
  const wrong = problemIn(method, params);
  if (wrong === undefined) return message;
  const said = { method: MALFORMED, params: { problem: `${method} is not well formed: ${wrong}.` } };
  return { jsonrpc: '2.0', ...(id !== undefined && { id }), ...said } as Message;
}

function problemIn(method: string, params: unknown): string | undefined {
  const about = /^textDocument\/(?!publish)/.test(method);
  if (about && !isUri(at(params, 'textDocument', 'uri'))) return 'textDocument.uri is no text';
  const needed = NEEDED.get(method) ?? (isAtCursor(method) ? { position: isPosition } : {});
  for (const [name, isRight] of Object.entries(needed)) {
    if (!isRight(at(params, ...name.split('.')))) return `${name} is not what the protocol says`;
  }
  return undefined;
}

function isAtCursor(method: string): boolean {
  return /^textDocument\/(hover|completion|definition|references|documentHighlight|rename|prepareRename)$/.test(
    method,
  );
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number';
const isUri: Check = isText;
const isPosition: Check = (value) => isNumber(at(value, 'line')) && isNumber(at(value, 'character'));
const isRange: Check = (value) => isPosition(at(value, 'start')) && isPosition(at(value, 'end'));
const isObject: Check = (value) => typeof value === 'object' && value !== null;
const listOf =
  (isRight: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(isRight);
const ifThere =
  (isRight: Check): Check =>
  (value) =>
    value === undefined || value === null || isRight(value);

const NEEDED: ReadonlyMap<string, Readonly<Record<string, Check>>> = new Map(
  Object.entries({
    'textDocument/didOpen': { 'textDocument.text': isText, 'textDocument.version': isNumber },
    'textDocument/didChange': {
      'textDocument.version': isNumber,
      contentChanges: listOf((change) => isText(at(change, 'text')) && ifThere(isRange)(at(change, 'range'))),
    },
    'textDocument/codeAction': {
      range: isRange,
      context: isObject,
      'context.diagnostics': listOf(isRangeOf),
      'context.only': ifThere(listOf(isText)),
    },
    'textDocument/inlayHint': { range: isRange },
    'textDocument/semanticTokens/range': { range: isRange },
    'textDocument/selectionRange': { positions: listOf(isPosition) },
    'textDocument/references': { position: isPosition, context: isObject },
    'textDocument/rename': { position: isPosition, newName: isText },
    'workspace/didChangeWatchedFiles': { changes: listOf((change) => isUri(at(change, 'uri'))) },
    'workspace/didChangeWorkspaceFolders': {
      'event.added': listOf((folder) => isUri(at(folder, 'uri'))),
      'event.removed': listOf((folder) => isUri(at(folder, 'uri'))),
    },
    'workspace/executeCommand': { command: isText, arguments: ifThere(listOf(isArgument)) },
    'flagwright/question': { uri: isUri, flag: ifThere(isText), position: ifThere(isPosition) },
    'flagwright/evaluate': { uri: isUri, flag: isText, context: isText },
    'flagwright/applyRemoval': { id: isNumber },
    'flagwright/discardRemoval': { id: isNumber },
    'flagwright/flagPlaces': { folder: isText, key: isText },
    'flagwright/tool': { name: isText, input: isObject },
    'flagwright/flags': {
      'textDocument.uri': ifThere(isUri),
      position: ifThere(isPosition),
      name: ifThere(isText),
    },
    'completionItem/resolve': { label: isText },
    'codeAction/resolve': { title: isText },
    'codeLens/resolve': { range: isRange },
  }),
);

/** What this server's own commands are given: it has made them itself, and gets them back. */
function isArgument(value: unknown): boolean {
  const [request, trial] = [at(value, 'request'), at(value, 'trial')];
  return (
    ifThere(isUri)(at(value, 'uri')) &&
    (request === undefined || isText(at(request, 'flag')) || isEntryRequest(request)) &&
    (at(request, 'scope') === undefined || isText(at(request, 'scope', 'kind'))) &&
    (trial === undefined || (isText(at(trial, 'flag')) && isText(at(trial, 'file'))))
  );
}

/** A change of an entry, such as a switch: see flags/entry-request.ts. */
function isEntryRequest(request: unknown): boolean {
  return ['file', 'key', 'task'].every((name) => isText(at(request, name)));
}

function isRangeOf(diagnostic: unknown): boolean {
  return isRange(at(diagnostic, 'range'));
}

/** A member of members; nothing where one of them is none. */
function at(value: unknown, ...names: readonly string[]): unknown {
  let found = value;
  for (const name of names) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}
