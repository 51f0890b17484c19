import type { Location } from 'vscode-languageserver';
import { type FlagRow, flagRow, readsOfFlag, undeclaredRow } from '../features/flag-rows';
import { undeclaredFlags } from '../workspace/undeclared';
import { toLocation } from './convert';
import type { Folder } from './folder';
import type { ServerContext } from './server';

/** A row of the view of flags; a flag is known by its folder and its key. */
export interface ViewRow extends FlagRow {
  readonly folder: string;
  /** The folder's name. */
  readonly folderName: string;
  /** Of `file`. */
  readonly uri: string;
}

/** What the notification `flagwright/flagRowsChanged` tells: rows that are new or other than before, and those that are gone. */
interface RowChanges {
  readonly changed: readonly ViewRow[];
  readonly removed: readonly { readonly folder: string; readonly key: string }[];
}

/** Where a flag is declared, and what reads it. */
interface FlagPlaces {
  readonly entries: readonly Location[];
  readonly reads: readonly (Location & {
    /** `src/app.ts:12`. */
    readonly name: string;
    /** The line of code. */
    readonly line: string;
    readonly note?: string;
  })[];
}

export interface FlagView {
  /** Something is known that was not: what differs is sent soon. */
  update(): void;
}

/** Typing makes many small changes; the view follows when it pauses. */
const QUIET_MILLISECONDS = 300;
const SLICE_MILLISECONDS = 15;

/**
 * Serves the view of flags: `flagwright/flagRows` gives all rows at once, and from then on the client is told of what
 * changes. `flagwright/flagPlaces` gives the places of one flag.
 */
export function registerFlagView({ connection, guard, folders }: ServerContext): FlagView {
  /** What the client has, once it has asked: each row's stamp. */
  let sent:
    | Map<string, { readonly stamp: string; readonly folder: string; readonly key: string }>
    | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pass = 0;

  /** Every row that is other than what was sent, or nothing when a newer change has overtaken this pass. */
  const changes = async (isLatest: () => boolean): Promise<RowChanges | undefined> => {
    const next: NonNullable<typeof sent> = new Map();
    const changed: ViewRow[] = [];
    const removed: RowChanges['removed'][number][] = [];
    let since = performance.now();
    for (const folder of folders()) {
      const snapshot = folder.workspace.snapshot();
      const name = folder.uriOf('');
      if (!snapshot.complete && !folder.isPart()) {
        // While a folder is read again, its rows stay.
        for (const [id, row] of sent ?? []) if (row.folder === name) next.set(id, row);
        continue;
      }
      for (const key of [...snapshot.keys(), ...undeclaredFlags(snapshot).keys()]) {
        const declared = snapshot.flag(key);
        const { row, stamp } = declared
          ? flagRow(snapshot, declared)
          : undeclaredRow(key, undeclaredFlags(snapshot).get(key)!);
        const id = `${name}#${key}`;
        next.set(id, { stamp, folder: name, key });
        if (sent?.get(id)?.stamp !== stamp)
          changed.push({ ...row, folder: name, folderName: folder.name, uri: folder.uriOf(row.file) });
        if (performance.now() - since < SLICE_MILLISECONDS) continue;
        await guard.lastTurn();
        if (!isLatest()) return undefined;
        since = performance.now();
      }
    }
    for (const [id, { folder, key }] of sent ?? []) if (!next.has(id)) removed.push({ folder, key });
    sent = next;
    return { changed, removed };
  };

  connection.onRequest(
    'flagwright/flagRows',
    guard.request('the view of flags', { rows: [] }, async () => {
      await Promise.all(folders().map(({ loaded }) => loaded));
      await Promise.all(folders().map((folder) => folder.current()));
      clearTimeout(timer);
      sent = undefined;
      pass++;
      return { rows: (await changes(() => true))?.changed ?? [] };
    }),
  );

  connection.onRequest(
    'flagwright/flagPlaces',
    guard.request('the places of a flag', null, ({ folder: name, key }: { folder: string; key: string }) => {
      const folder = folders().find((one) => one.uriOf('') === name);
      return folder ? placesOf(folder, key) : Promise.resolve(null);
    }),
  );

  return {
    update() {
      if (!sent) return;
      clearTimeout(timer);
      const own = ++pass;
      timer = setTimeout(() => {
        guard.background('telling of changed flags', async () => {
          const found = await changes(() => own === pass);
          if (!found || found.changed.length + found.removed.length === 0) return;
          await connection.sendNotification('flagwright/flagRowsChanged', found);
        });
      }, QUIET_MILLISECONDS);
    },
  };
}

async function placesOf(folder: Folder, key: string): Promise<FlagPlaces> {
  const snapshot = await folder.current();
  const entries = (snapshot.flag(key)?.declarations ?? []).map(({ flag }) =>
    toLocation(folder, { file: flag.file, span: flag.keySpan }),
  );
  const reads = readsOfFlag(snapshot, key).map(async ({ note, ...place }) => {
    const lines = await folder.lines(place.file);
    const text = (await folder.workspace.text(place.file)) ?? '';
    const location = await toLocation(folder, place);
    const { start, end } = lines.lineSpan(location.range.start.line);
    return {
      ...location,
      name: `${place.file}:${location.range.start.line + 1}`,
      line: text.slice(start, end).trim().slice(0, MOST_CHARACTERS),
      ...(note !== undefined && { note }),
    };
  });
  return { entries: await Promise.all(entries), reads: await Promise.all(reads) };
}

/** Of a line that somebody has minified a beginning is enough. */
const MOST_CHARACTERS = 200;
