import { create, toBinary } from '@bufbuild/protobuf';
import {
  type Document,
  DocumentSchema,
  IndexSchema,
  MetadataSchema,
  type Occurrence,
  OccurrenceSchema,
  PositionEncoding,
  ProtocolVersion,
  SymbolInformation_Kind,
  SymbolInformationSchema,
  SymbolRole,
  TextEncoding,
  ToolInfoSchema,
} from '@c4312/scip';
import { version } from '../../../package.json';
import { describeState } from '../flags/describe';
import type { Span } from '../text/span';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import type { Texts } from './texts';

/**
 * The workspace's flags as an index of the SCIP protocol (https://github.com/sourcegraph/scip): each flag a symbol,
 * defined at its entry, and occurring where it is read, declared in code or set.
 *
 * A flag's symbol is made of its key alone, so that the reads of one repository find the entry in another.
 *
 * @param projectRoot the folder as a `file:` address
 */
export async function scipIndex(snapshot: Snapshot, texts: Texts, projectRoot: string): Promise<Uint8Array> {
  const occurrences = occurrencesOf(snapshot);
  const documents: Document[] = [];
  for (const [file, list] of [...occurrences].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const lines = await texts.lines(file);
    const own = snapshot.flagFiles.has(file);
    documents.push(
      create(DocumentSchema, {
        relativePath: file,
        language: languageOf(file),
        positionEncoding: PositionEncoding.UTF16CodeUnitOffsetFromLineStart,
        occurrences: list
          .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
          .map(({ span, ...occurrence }) => {
            const { start, end } = lines.rangeOf(span);
            const range =
              start.line === end.line
                ? [start.line, start.character, end.character]
                : [start.line, start.character, end.line, end.character];
            return create(OccurrenceSchema, { ...occurrence, range });
          }),
        symbols: own ? symbolsIn(file, snapshot) : [],
      }),
    );
  }
  const index = create(IndexSchema, {
    metadata: create(MetadataSchema, {
      version: ProtocolVersion.UnspecifiedProtocolVersion,
      toolInfo: create(ToolInfoSchema, { name: 'flagwright', version }),
      projectRoot,
      textDocumentEncoding: TextEncoding.UTF8,
    }),
    documents,
  });
  return toBinary(IndexSchema, index);
}

/** `flagwright . . . new_checkout.`; a key with other characters stands in backticks, as the protocol asks. */
export function flagSymbol(key: string): string {
  const name = /^[\w+$-]+$/.test(key) ? key : `\`${key.replaceAll('`', '``')}\``;
  return `flagwright . . . ${name}.`;
}

type Placed = Pick<Occurrence, 'symbol' | 'symbolRoles'> & { readonly span: Span };

function occurrencesOf(snapshot: Snapshot): Map<string, Placed[]> {
  const found = new Map<string, Placed[]>();
  const add = (file: string, span: Span, key: string, symbolRoles: number): void => {
    const list = found.get(file) ?? [];
    found.set(file, list);
    list.push({ span, symbol: flagSymbol(key), symbolRoles });
  };
  for (const key of snapshot.keys()) {
    for (const { flag } of snapshot.flag(key)?.declarations ?? []) {
      add(flag.file, flag.keySpan, key, SymbolRole.Definition);
    }
    for (const { file, span } of snapshot.codeDeclarationsOf(key)) add(file, span, key, 0);
    for (const { file, span } of snapshot.writesOf(key)) add(file, span, key, SymbolRole.WriteAccess);
  }
  // Flags that this repository only reads may be declared in another.
  for (const file of snapshot.sources()) {
    for (const { key, span, certainty } of snapshot.readsIn(file)) {
      if (key !== undefined && certainty === 'certain') add(file, span, key, SymbolRole.ReadAccess);
    }
  }
  return found;
}

function symbolsIn(file: string, snapshot: Snapshot) {
  return snapshot
    .keys()
    .map((key) => snapshot.flag(key))
    .filter((declared) => declared?.declarations.some(({ flag }) => flag.file === file))
    .map((declared) =>
      create(SymbolInformationSchema, {
        symbol: flagSymbol(declared!.key),
        displayName: declared!.key,
        kind: SymbolInformation_Kind.Constant,
        documentation: documentationOf(declared!),
      }),
    );
}

function documentationOf({ flag }: DeclaredFlag): string[] {
  return [
    `Feature flag, ${describeState(flag)}.`,
    ...(flag.description ? [flag.description.value] : []),
    ...(flag.owner ? [`Owner: ${flag.owner.value}`] : []),
  ];
}

/** The names that the protocol has for languages. */
function languageOf(file: string): string {
  if (/\.[cm]?tsx?$/.test(file)) return file.endsWith('x') ? 'TypeScriptReact' : 'TypeScript';
  if (/\.[cm]?jsx?$/.test(file)) return file.endsWith('x') ? 'JavaScriptReact' : 'JavaScript';
  return /\.ya?ml$/.test(file) ? 'YAML' : 'JSON';
}
