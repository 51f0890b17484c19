import { type InlayHint, InlayHintRefreshRequest, type Range } from 'vscode-languageserver';
import { keyHints, knownKeys } from '../features/key-hints';
import { toLocation } from './convert';
import type { ServerContext } from './server';

export interface Keys {
  /** Something is known that was not, or is wanted that was not: what is on the screen is asked for again soon. */
  update(): void;
}

const QUIET_MILLISECONDS = 300;

/**
 * What is shown at the keys of flags: hints for every client, and for our own the ranges to colour, by the request
 * `flagwright/keys`. Both are asked for by range: what is on the screen.
 */
export function registerKeys(context: ServerContext): Keys {
  const { connection, guard, folderOf, abilities, settings } = context;
  let timer: ReturnType<typeof setTimeout> | undefined;

  connection.languages.inlayHint.on(
    guard.request('hints', null, async ({ textDocument, range }): Promise<InlayHint[] | null> => {
      const place = folderOf(textDocument.uri);
      if (!place || !(await settings.current()).inlayHints) return null;
      const { folder, path } = place;
      const snapshot = await folder.current(path);
      const lines = await folder.lines(path);
      const part = { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
      const text = (await folder.workspace.text(path)) ?? '';
      return Promise.all(
        keyHints(snapshot, path, text, part).map(async ({ offset, label, entry }) => ({
          position: lines.positionAt(offset),
          label: [{ value: label, location: await toLocation(folder, entry) }],
          paddingLeft: true,
        })),
      );
    }),
  );

  connection.onRequest(
    'flagwright/keys',
    guard.request(
      'the keys of flags',
      [],
      async ({ uri, ranges }: { uri: string; ranges: readonly Range[] }): Promise<Range[]> => {
        const place = folderOf(uri);
        if (!place) return [];
        const { folder, path } = place;
        const snapshot = await folder.current(path);
        const lines = await folder.lines(path);
        return ranges.flatMap(({ start, end }) =>
          knownKeys(snapshot, path, { start: lines.offsetAt(start), end: lines.offsetAt(end) }).map((key) =>
            lines.rangeOf(key),
          ),
        );
      },
    ),
  );

  return {
    update() {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (abilities().refreshesHints)
          guard.background('refreshing the hints', () =>
            connection.sendRequest(InlayHintRefreshRequest.type),
          );
        if (abilities().colorsKeys)
          guard.background('telling of keys', () => connection.sendNotification('flagwright/keysChanged'));
      }, QUIET_MILLISECONDS);
    },
  };
}
