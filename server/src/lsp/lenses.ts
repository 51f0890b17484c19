import type { CodeLens, Command } from 'vscode-languageserver';
import { type LensAction, lenses } from '../features/lenses';
import { toLocation } from './convert';
import { askCommand, editCommand } from './entry-edits';
import type { Folder } from './folder';
import type { ServerContext } from './server';

/** Shows the reads of a flag; a command of our own client for VS Code. */
const SHOW_READS = 'flagwright.showReads';

/** Lenses above the entries of flag files, for those who have not switched them off. */
export function registerLenses(context: ServerContext): void {
  const { connection, guard, folderOf, abilities } = context;
  connection.onCodeLens(
    guard.request('code lenses', null, async ({ textDocument: { uri } }): Promise<CodeLens[] | null> => {
      const place = folderOf(uri);
      const settings = await context.settings.current();
      if (!place || !settings.codeLens) return null;
      const { folder, path } = place;
      // Those of a flag file wait for all reads; editors wait for those of a source, of which there are none.
      if ((await folder.current(path)).flagFiles.has(path)) await folder.loaded;
      const snapshot = await folder.current(path);
      const lines = await folder.lines(path);
      const { appliesEdits, ownCommands } = abilities();
      const list = lenses(snapshot, path, settings.lenses).filter(({ action: { kind } }) => {
        if (kind === 'whoGets') return ownCommands;
        if (kind === 'question') return ownCommands && appliesEdits;
        return kind === 'reads' || appliesEdits;
      });
      return Promise.all(
        list.map(async ({ span, title, action }) => {
          const range = lines.rangeOf(span);
          return { range, command: await commandOf(context, folder, title, uri, action, range.start) };
        }),
      );
    }),
  );
}

async function commandOf(
  { abilities }: ServerContext,
  folder: Folder,
  title: string,
  uri: string,
  action: LensAction,
  at: CodeLens['range']['start'],
): Promise<Command> {
  switch (action.kind) {
    case 'removal':
      return {
        title,
        command: 'flagwright.removeEverywhere',
        arguments: [{ uri, request: action.request }],
      };
    case 'whoGets':
      return { title, command: 'flagwright.whoGetsThis', arguments: [{ uri, flag: action.flag }] };
    case 'entry':
      return editCommand(title, uri, action.request);
    case 'question':
      return askCommand(title, uri, action.question);
    case 'reads': {
      // A command without a name is text.
      if (!abilities().ownCommands || action.places.length === 0) return { title, command: '' };
      const places = await Promise.all(action.places.map((place) => toLocation(folder, place)));
      return { title, command: SHOW_READS, arguments: [uri, at, places] };
    }
  }
}
