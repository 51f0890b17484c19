import * as l10n from '@vscode/l10n';
import { touches } from '../text/span';
import { givesAnswers } from '../usages/answers';
import { camelCase, kebabCase } from '../usages/naming';
import { DOES_MORE, type Read } from '../usages/read';
import { type PossibleReader, readerAt } from '../usages/reader-at';
import { addWrapper, type WrapperEntry } from '../workspace/add-wrapper';
import { CONFIG_FILES } from '../workspace/config';
import type { Snapshot } from '../workspace/snapshot';
import type { CodeAction } from './code-actions';

/**
 * "Treat 'ask' as a flag reader": for a read that only a name speaks for, for one by a function that does more than give the
 * answer, and for a call of an unknown function with the key of a declared flag. It writes the configuration, so that every read of
 * this kind is certain.
 */
export function treatAsReader(
  snapshot: Snapshot,
  file: string,
  offset: number,
  textOf: (path: string) => string | undefined,
): CodeAction[] {
  if (!snapshot.complete || snapshot.flagFiles.has(file)) return [];
  const text = textOf(file);
  if (text === undefined) return [];
  const reads = snapshot.readsIn(file).filter(({ span }) => touches(span, offset));
  const [read] = reads;
  const through = read && doingMore(read)?.split('#')[0];
  const reader = readerAt(file, text, offset, read?.shape ?? 'call', read?.site);
  const isHelped = (one: Read): boolean =>
    isHelpedByName(one, reader, through === undefined ? undefined : textOf(through));
  if (!reads.every(isHelped)) return [];
  if (!reader || (!read && !isDeclared(snapshot, reader))) return [];
  const entry = entryFor(snapshot, reader, read);
  const config = snapshot.config.file ?? CONFIG_FILES[0];
  const isNew = snapshot.config.file === undefined;
  const before = isNew ? '' : textOf(config);
  if (before === undefined) return [];
  const edits = addWrapper(config, before, entry);
  return [
    {
      title: l10n.t('Treat {0}, in {1}', nameOf(reader), config),
      findings: [],
      isPreferred: false,
      isQuickFix: true,
      change: edits
        ? { kind: 'edits', edits: [{ file: config, edits, ...(isNew && { isNew }) }] }
        : {
            kind: 'refusal',
            reason: `${config} has mistakes that hide where this belongs. Mend them first.`,
          },
    },
  ];
}

/** The entries of `wrappers` that would let reads go that are left for no more than their readers, as far as their code shows. */
export async function readersToName(
  snapshot: Snapshot,
  reads: readonly Read[],
  textOf: (path: string) => Promise<string | undefined>,
): Promise<readonly WrapperEntry[]> {
  const entries = new Map<string, WrapperEntry>();
  for (const read of reads) {
    const { file, span, shape, site } = read;
    const through = doingMore(read);
    const text = await textOf(file);
    const reader = text === undefined ? undefined : readerAt(file, text, span.start, shape, site);
    if (!isHelpedByName(read, reader, through && (await textOf(through.split('#')[0]!)))) continue;
    if (!reader || (reader.kind === 'call' && reader.isIdle)) continue;
    const entry = entryFor(snapshot, reader, read);
    entries.set(JSON.stringify(entry), entry);
  }
  return [...entries.values()];
}

/**
 * Nothing but a name speaks for a read, or its function, of which this is the source, does more: a person can say that the
 * answer is the flag's, where it is one.
 */
function isHelpedByName(read: Read, reader: PossibleReader | undefined, source: string | undefined): boolean {
  const through = doingMore(read);
  if (read.certainty === 'likely') return true;
  if (through === undefined || source === undefined || read.isWrapper) return false;
  const [file, name] = through.split('#') as [string, string];
  return givesAnswers(file, source, name, reader?.kind === 'call' ? reader.result : []);
}

/** The function that a read calls, where that does more than read the flag. */
function doingMore({ opaque, through }: Read): string | undefined {
  return opaque === DOES_MORE ? through : undefined;
}

function isDeclared(snapshot: Snapshot, reader: PossibleReader): boolean {
  return reader.kind !== 'bulk' && reader.text !== undefined && snapshot.flag(reader.text) !== undefined;
}

function nameOf(reader: PossibleReader): string {
  switch (reader.kind) {
    case 'call':
      return `'${reader.call}' as a flag reader`;
    case 'bulk':
      return `'${reader.bulk}' as a table of flags`;
    case 'component':
      return `<${reader.component}> as a flag reader`;
  }
}

/** The entry of `wrappers` that says what the code shows. That of a read that is known tells of a promise also where nobody waits for it. */
function entryFor(snapshot: Snapshot, reader: PossibleReader, read: Read | undefined): WrapperEntry {
  switch (reader.kind) {
    case 'call': {
      const [index, ...path] = reader.key;
      return {
        call: reader.call,
        ...(path.length > 0 ? { key: [index, ...path].join('.') } : index > 0 && { key: index }),
        ...(reader.default !== undefined && { default: reader.default }),
        ...((reader.isAsync || read?.result.promise) && { async: true }),
        ...(reader.isNegated && { negated: true }),
        ...(reader.result.length > 0 && { result: reader.result.join('.') }),
      };
    }
    case 'bulk': {
      const keys = namingOf(snapshot, reader.member);
      return { bulk: reader.bulk, ...(keys !== undefined && { keys }) };
    }
    case 'component':
      return {
        component: reader.component,
        ...(reader.attribute !== 'name' && { key: reader.attribute }),
      };
  }
}

/** How a table names its members, as far as one of them tells. */
function namingOf(snapshot: Snapshot, member: string | undefined): string | undefined {
  if (member === undefined || snapshot.flag(member)) return undefined;
  const keys = snapshot.keys();
  if (keys.some((key) => camelCase(key) === member)) return 'camelCase';
  return keys.some((key) => kebabCase(key) === member) ? 'kebabCase' : undefined;
}
