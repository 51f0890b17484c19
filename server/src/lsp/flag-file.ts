import {
  type CompletionItem,
  CompletionItemKind,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type Position,
  type SelectionRange,
  SymbolKind,
} from 'vscode-languageserver';
import { completeFlagFile, type FieldItem } from '../features/flag-file-completion';
import { fileLinks, flagSymbols, foldings, selections } from '../features/outline';
import { isKnownBySchema } from '../flags/schema';
import { indexLines } from '../text/lines';
import type { Folder } from './folder';
import type { ServerContext } from './server';
import { withTexts } from './texts';

/** What an editor shows of a flag file besides findings: its outline, what folds, what a selection grows to, links. */
export function registerFlagFile(context: ServerContext): void {
  const { connection, guard, folderOf } = context;

  /** Answers from the text of a flag file, in the snapshot that knows it. */
  const inFile = async (uri: string) => {
    const place = folderOf(uri);
    if (!place) return undefined;
    const { folder, path } = place;
    const snapshot = await folder.current(path);
    if (!snapshot.flagFiles.has(path)) return undefined;
    const text = (await folder.workspace.text(path)) ?? '';
    return { snapshot, path, text, lines: await folder.lines(path) };
  };

  connection.onDocumentSymbol(
    guard.request('symbols', null, async ({ textDocument }): Promise<DocumentSymbol[] | null> => {
      const at = await inFile(textDocument.uri);
      if (!at) return null;
      return flagSymbols(at.snapshot, at.path).map(({ name, detail, span, keySpan, fields }) => ({
        name,
        detail,
        kind: SymbolKind.Key,
        range: at.lines.rangeOf(span),
        selectionRange: at.lines.rangeOf(keySpan),
        children: fields.map((field) => ({
          name: field.name,
          kind: SymbolKind.Field,
          range: at.lines.rangeOf(field.span),
          selectionRange: at.lines.rangeOf(field.nameSpan),
        })),
      }));
    }),
  );

  connection.onFoldingRanges(
    guard.request('folding', null, async ({ textDocument }): Promise<FoldingRange[] | null> => {
      const at = await inFile(textDocument.uri);
      if (!at) return null;
      return foldings(at.snapshot, at.path, at.text).flatMap((span) => {
        const { start, end } = at.lines.rangeOf(span);
        return start.line < end.line ? [{ startLine: start.line, endLine: end.line }] : [];
      });
    }),
  );

  connection.onSelectionRanges(
    guard.request(
      'selection',
      null,
      async ({ textDocument, positions }): Promise<SelectionRange[] | null> => {
        const at = await inFile(textDocument.uri);
        if (!at) return null;
        return positions.map((position) => {
          const spans = selections(at.snapshot, at.path, at.text, at.lines.offsetAt(position));
          return spans.reduceRight<SelectionRange | undefined>(
            (parent, span) => ({ range: at.lines.rangeOf(span), ...(parent && { parent }) }),
            undefined,
          )!;
        });
      },
    ),
  );

  connection.onDocumentLinks(
    guard.request('links', null, async ({ textDocument }): Promise<DocumentLink[] | null> => {
      const at = await inFile(textDocument.uri);
      if (!at) return null;
      return fileLinks(at.snapshot, at.path, at.text).map(({ span, target, tooltip }) => ({
        range: at.lines.rangeOf(span),
        target,
        tooltip,
      }));
    }),
  );
}

/** The completion of fields and values; nothing in a file that is no flag file. */
export async function completeFields(
  { abilities }: ServerContext,
  folder: Folder,
  path: string,
  text: string,
  position: Position,
): Promise<CompletionItem[] | null> {
  const { snippets, schemaOf, ownCommands } = abilities();
  const snapshot = await folder.current(path);
  const lines = indexLines(text);
  const found = await withTexts(folder, (textOf) =>
    completeFlagFile(snapshot, path, text, lines.offsetAt(position), textOf),
  );
  if (!found) return null;
  const syntax = path.endsWith('.json') ? 'json' : 'yaml';
  // Where the editor completes from the schema already, nothing is offered twice.
  const isOffered = isKnownBySchema(path) && schemaOf.includes(syntax);
  const range = lines.rangeOf(found.span);
  return found.items
    .filter(({ inSchema, isSnippet }) => !(inSchema && isOffered) && (snippets || !isSnippet))
    .map(
      (item, index): CompletionItem => ({
        label: item.label,
        kind: KINDS[item.kind],
        ...(item.summary !== undefined && { detail: item.summary }),
        ...documentation(item, abilities().markdownCompletion),
        sortText: String(index).padStart(4, '0'),
        filterText: item.label,
        textEdit: { range, newText: item.insertText },
        ...(item.isSnippet && {
          insertTextFormat: InsertTextFormat.Snippet,
          insertTextMode: InsertTextMode.adjustIndentation,
        }),
        // Behind a field its value is asked for.
        ...(item.kind === 'field' &&
          ownCommands && { command: { title: 'Complete', command: 'editor.action.triggerSuggest' } }),
      }),
    );
}

const KINDS = {
  field: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  flag: CompletionItemKind.Constant,
  snippet: CompletionItemKind.Snippet,
} as const;

function documentation(
  { description, example }: FieldItem,
  markdown: boolean,
): Pick<CompletionItem, 'documentation'> {
  if (description === undefined) return {};
  if (!markdown)
    return { documentation: example === undefined ? description : `${description}\nExample: ${example}` };
  const value = example === undefined ? description : `${description}\n\n\`\`\`yaml\n${example}\n\`\`\``;
  return { documentation: { kind: MarkupKind.Markdown, value } };
}
