import type { CodeLens, Command } from 'vscode-languageserver';
import { type LensAction, lenses } from '../features/lenses';
import type { ServerContext } from './server';

/** Lenses above the entries of flag files, for those who have not switched them off. */
export function registerLenses(context: ServerContext): void {
  const { connection, guard, folderOf } = context;
  connection.onCodeLens(
    guard.request('code lenses', null, async ({ textDocument }): Promise<CodeLens[] | null> => {
      const place = folderOf(textDocument.uri);
      if (!place || !(await context.settings.current()).codeLens) return null;
      const { folder, path } = place;
      await folder.loaded;
      const snapshot = await folder.current();
      const lines = await folder.lines(path);
      // The command that asks is one of our own client.
      const list = lenses(snapshot, path).filter(
        ({ action: { kind } }) => kind !== 'whoGets' || context.abilities().ownCommands,
      );
      return list.map(({ span, title, action }) => ({
        range: lines.rangeOf(span),
        command: commandOf(title, textDocument.uri, action),
      }));
    }),
  );
}

function commandOf(title: string, uri: string, action: LensAction): Command {
  switch (action.kind) {
    case 'removal':
      return {
        title,
        command: 'flagwright.removeEverywhere',
        arguments: [{ uri, request: action.request }],
      };
    case 'whoGets':
      return { title, command: 'flagwright.whoGetsThis', arguments: [{ uri, flag: action.flag }] };
  }
}
