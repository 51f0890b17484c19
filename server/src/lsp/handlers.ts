import {
  type CompletionItem,
  CompletionItemKind,
  type Definition,
  type DefinitionLink,
  type DocumentHighlight,
  DocumentHighlightKind,
  type Hover,
  type Location,
  MarkupKind,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import type { LinkTo } from '../features/card';
import { complete, documentationOf } from '../features/completion';
import { definition } from '../features/definition';
import { fieldHover } from '../features/field-hover';
import { hover } from '../features/hover';
import { namesFlag } from '../features/named-flag';
import { highlights, references } from '../features/references';
import { isKnownBySchema } from '../flags/schema';
import { indexLines } from '../text/lines';
import type { Snapshot } from '../workspace/snapshot';
import { toLocation } from './convert';
import { completeFields } from './flag-file';
import type { Folder } from './folder';
import type { ServerContext } from './server';

/** `.` is for tables of flags (`KILL_SWITCHES.`), `-` goes on with a name that some editors think has ended. */
export const TRIGGER_CHARACTERS = ["'", '"', '`', '.', '-'] as const;

/** A cursor in a file of a folder, in the snapshot that has every change made before. */
interface Cursor {
  readonly folder: Folder;
  readonly path: string;
  readonly offset: number;
}

export function registerFeatures(context: ServerContext): void {
  const { connection, guard, folderOf, abilities } = context;

  /**
   * Answers about a cursor. While the workspace is read an editor does not wait for an answer that may be none, and other extensions'
   * answers with it; only where a flag is named it is asked again when all has been read.
   */
  const atCursor =
    <P extends TextDocumentPositionParams, R>(
      answer: (snapshot: Snapshot, cursor: Cursor, params: P) => Promise<R | null>,
    ) =>
    async (params: P): Promise<R | null> => {
      const place = folderOf(params.textDocument.uri);
      if (!place) return null;
      const { folder, path } = place;
      const ask = async (snapshot: Snapshot): Promise<R | null> => {
        const offset = (await folder.lines(path)).offsetAt(params.position);
        return answer(snapshot, { folder, path, offset }, params);
      };
      const snapshot = await folder.current(path);
      const first = await ask(snapshot);
      if (first !== null || snapshot.complete) return first;
      const text = (await folder.workspace.text(path)) ?? '';
      if (!namesFlag(snapshot, text, (await folder.lines(path)).offsetAt(params.position))) return null;
      await folder.loaded;
      return ask(await folder.current());
    };

  connection.onHover(
    guard.request(
      'hover',
      null,
      atCursor(async (snapshot, { folder, path, offset }): Promise<Hover | null> => {
        const found =
          (await hover(snapshot, path, offset, linkTo(folder))) ??
          (await hoverField(context, folder, snapshot, path, offset));
        if (!found) return null;
        return {
          contents: abilities().markdownHover
            ? { kind: MarkupKind.Markdown, value: found.markdown }
            : { kind: MarkupKind.PlainText, value: found.plainText },
          range: (await folder.lines(path)).rangeOf(found.span),
        };
      }),
    ),
  );

  connection.onDefinition(
    guard.request(
      'definition',
      null,
      atCursor(async (snapshot, { folder, path, offset }): Promise<Definition | DefinitionLink[] | null> => {
        const found = definition(snapshot, path, offset);
        if (!found) return null;
        if (!abilities().definitionLinks) {
          return Promise.all(
            found.targets.map(({ file, selection }) => toLocation(folder, { file, span: selection })),
          );
        }
        const originSelectionRange = (await folder.lines(path)).rangeOf(found.origin);
        return Promise.all(
          found.targets.map(async ({ file, span, selection }): Promise<DefinitionLink> => {
            const lines = await folder.lines(file);
            return {
              originSelectionRange,
              targetUri: folder.uriOf(file),
              targetRange: lines.rangeOf(span),
              targetSelectionRange: lines.rangeOf(selection),
            };
          }),
        );
      }),
    ),
  );

  connection.onReferences(
    guard.request('references', null, async (params): Promise<Location[] | null> => {
      const place = folderOf(params.textDocument.uri);
      if (!place) return null;
      const { folder, path } = place;
      // Some of the reads would be a wrong answer.
      if (!(await folder.whole())) return null;
      const snapshot = await folder.current();
      const offset = (await folder.lines(path)).offsetAt(params.position);
      const found = references(snapshot, path, offset, params.context);
      return Promise.all(found.map((reference) => toLocation(folder, reference)));
    }),
  );

  connection.onDocumentHighlight(
    guard.request(
      'highlights',
      null,
      atCursor(async (snapshot, { folder, path, offset }): Promise<DocumentHighlight[] | null> => {
        const found = highlights(snapshot, path, offset);
        if (found.length === 0) return null;
        const lines = await folder.lines(path);
        return found.map(({ place, kind }) => ({
          range: lines.rangeOf(place.span),
          kind: kind === 'read' ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
        }));
      }),
    ),
  );

  const completion = guard.request(
    'completion',
    null,
    async ({ textDocument, position, text }: TextDocumentPositionParams & { text: string | undefined }) => {
      const place = folderOf(textDocument.uri);
      if (!place || text === undefined) return null;
      const { folder, path } = place;
      const lines = indexLines(text);
      const list = complete(await folder.current(path), path, text, lines.offsetAt(position));
      if (!list) return completeFields(context, folder, path, text, position);
      const range = lines.rangeOf(list.span);
      const uri = folder.uriOf(path);
      return list.items.map(
        (item): CompletionItem => ({
          label: item.name,
          kind: CompletionItemKind.Constant,
          detail: item.detail,
          ...(abilities().completionLabelDetails && { labelDetails: { description: item.summary } }),
          sortText: item.sortText,
          filterText: item.name,
          textEdit: { range, newText: item.insertText },
          data: { uri, key: item.key },
        }),
      );
    },
  );
  connection.onCompletion((params, token) => {
    // The editor counts from the text as it is now; what is typed while the answer is made must not move its range.
    const text = context.documents.get(params.textDocument.uri)?.getText();
    return completion({ ...params, text }, token);
  });

  connection.onCompletionResolve(async (item, token) => {
    const resolved = await guard.request<CompletionItem, CompletionItem>(
      'completion resolve',
      item,
      async () => {
        const { uri, key } = (item.data ?? {}) as { uri?: string; key?: string };
        const place = uri === undefined ? undefined : folderOf(uri);
        if (!place || key === undefined) return item;
        const found = await documentationOf(await place.folder.current(place.path), place.path, key);
        if (!found) return item;
        return {
          ...item,
          documentation: abilities().markdownCompletion
            ? { kind: MarkupKind.Markdown, value: found.markdown }
            : { kind: MarkupKind.PlainText, value: found.plainText },
        };
      },
    )(item, token);
    return resolved as CompletionItem;
  });
}

/** A field of a flag file, where the editor does not explain it by itself. */
async function hoverField(
  { abilities }: ServerContext,
  folder: Folder,
  snapshot: Snapshot,
  path: string,
  offset: number,
) {
  const syntax = snapshot.flagFiles.get(path)?.syntax;
  if (!syntax || (isKnownBySchema(path) && abilities().schemaOf.includes(syntax))) return undefined;
  return fieldHover(snapshot, path, (await folder.workspace.text(path)) ?? '', offset);
}

/** Links to a place in a file as editors open them: with the line behind `#L`. */
function linkTo(folder: Folder): LinkTo {
  return async ({ file, span }) => {
    const { line } = (await folder.lines(file)).positionAt(span.start);
    return { text: `${file}:${line + 1}`, href: `${folder.uriOf(file)}#L${line + 1}` };
  };
}
