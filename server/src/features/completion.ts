import * as l10n from '@vscode/l10n';
import { describeState } from '../flags/describe';
import type { Flag } from '../flags/model';
import { type Span, touches } from '../text/span';
import { type KeyPosition, keyPositionAt, typedAround } from '../usages/cursor';
import { wordsOf } from '../usages/names';
import { camelCase, kebabCase } from '../usages/naming';
import { type KeyNaming, NAMED_SHAPES, type ShapeTable, shapeTable } from '../usages/shapes';
import { lifeOf } from '../workspace/life';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import { undeclaredFlags } from '../workspace/undeclared';
import { flagCard } from './card';
import { renderMarkdown, renderPlainText } from './hover';
import { inShort } from './rollout';
import { shorten } from './text';

export interface CompletionList {
  /** What is replaced: everything between the quotes, or the member's name. */
  readonly span: Span;
  readonly items: readonly CompletionItem[];
}

export interface CompletionItem {
  /** The flag. */
  readonly key: string;
  /** Its name as this place writes it. */
  readonly name: string;
  readonly insertText: string;
  /** A few words for the item's own line: `10 % · payments-team`. */
  readonly summary: string;
  /** The state and the owner in words. */
  readonly detail: string;
  readonly sortText: string;
}

/** The flags that may be meant where a reader takes a flag's name; nothing in any other place. */
export function complete(
  snapshot: Snapshot,
  path: string,
  text: string,
  offset: number,
): CompletionList | undefined {
  const position = positionAt(snapshot, path, text, offset);
  if (!position) return undefined;
  const typed = text.slice(position.span.start, offset);
  const items = snapshot.keys().flatMap((key): CompletionItem[] => {
    const declared = snapshot.flag(key, path);
    const name = declared && nameAt(snapshot, position, key, declared.flag);
    return declared && name !== undefined ? [itemOf(snapshot, declared, name, typed)] : [];
  });
  return { span: position.span, items: [...items, ...readElsewhere(snapshot, position, path, typed)] };
}

/** Where no flag file declares any: the flags that other places read. What is being typed is one of the reads, and no flag yet. */
function readElsewhere(
  snapshot: Snapshot,
  position: KeyPosition,
  path: string,
  typed: string,
): CompletionItem[] {
  if (snapshot.flagFiles.size > 0) return [];
  return [...undeclaredFlags(snapshot)].flatMap(([key, reads]): CompletionItem[] => {
    const others = reads.filter(({ file, span }) => file !== path || !touches(span, position.span.start));
    const name = nameAt(snapshot, position, key);
    if (others.length === 0 || name === undefined) return [];
    const summary = others.length === 1 ? l10n.t('1 read') : l10n.t('{0} reads', others.length);
    const detail = l10n.t('in no flag file');
    return [{ key, name, insertText: name, summary, detail, sortText: sortText(name, typed) }];
  });
}

/** The card of a completed flag, made when the item is looked at. */
export async function documentationOf(
  snapshot: Snapshot,
  path: string,
  key: string,
): Promise<{ markdown: string; plainText: string } | undefined> {
  const declared = snapshot.flag(key, path);
  const card = declared && (await flagCard(snapshot, declared));
  return card && { markdown: renderMarkdown(card), plainText: renderPlainText(card) };
}

function positionAt(snapshot: Snapshot, path: string, text: string, offset: number): KeyPosition | undefined {
  if (snapshot.flagFiles.has(path) || path === snapshot.config.file) return undefined;
  const position = keyPositionAt(path, text, offset, shapesOf(snapshot));
  if (position?.kind === 'member') return isTableOfFlags(snapshot, position) ? position : undefined;
  return position ?? literalOfRead(snapshot, path, text, offset);
}

/** The readers that are known before any code is read. */
function shapesOf({ config }: Snapshot): ShapeTable {
  return shapeTable([...config.calls, ...NAMED_SHAPES], config.bulks, config.components);
}

/** A reader that the workspace has inferred: the scan has seen the read, whatever is typed so far. */
function literalOfRead(
  snapshot: Snapshot,
  path: string,
  text: string,
  offset: number,
): KeyPosition | undefined {
  const read = snapshot.readsIn(path).find(({ span }) => touches(span, offset));
  const quote = read && text[read.span.start - 1];
  if (!read || !quote || !`'"\``.includes(quote)) return undefined;
  const isClosed =
    text[read.span.end] === quote && !text.slice(read.span.start, read.span.end).includes('\n');
  return { span: isClosed ? read.span : typedAround(text, offset, read.span), kind: 'text' };
}

/**
 * Members are offered where the table is surely one of flags: configured, or one whose members elsewhere are declared
 * flags. `features.` of anything else has members of its own.
 */
function isTableOfFlags(snapshot: Snapshot, { bulk, table }: KeyPosition): boolean {
  if (bulk) return true;
  const reads = (source: string): boolean =>
    snapshot
      .readsIn(source)
      .some(({ shape, key }) => shape === 'lookup' && key !== undefined && snapshot.flag(key));
  return snapshot.sources().some(
    (source) =>
      reads(source) &&
      snapshot.facts(source)?.reads.some(({ shape, key, reader: { callee } }) => {
        if (shape !== 'lookup' || key.kind !== 'string' || !snapshot.flag(key.value)) return false;
        return (callee.kind === 'unresolved' ? callee.name : (callee.path.at(-1) ?? callee.name)) === table;
      }),
  );
}

/** The flag's name as the place writes it; nothing for one that cannot be written there. */
function nameAt(
  snapshot: Snapshot,
  { kind, table, bulk, naming = bulk?.keys ?? 'same' }: KeyPosition,
  key: string,
  flag?: Flag,
): string | undefined {
  const name = nameOf(snapshot, key, naming);
  if (name === undefined || (kind === 'member' && !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)))
    return undefined;
  const isForKillSwitches = !bulk && table !== undefined && wordsOf(table).join('').endsWith('killswitches');
  return isForKillSwitches && flag?.type?.value !== 'kill_switch' ? undefined : name;
}

/** The name that becomes the key; of a table in code the first that stands for it. */
function nameOf(snapshot: Snapshot, key: string, naming: KeyNaming): string | undefined {
  if (naming === 'same') return key;
  if (naming === 'camelCase') return camelCase(key);
  if (naming === 'kebabCase') return kebabCase(key);
  if ('prefix' in naming) return key.startsWith(naming.prefix) ? key.slice(naming.prefix.length) : undefined;
  const table = snapshot.facts(naming.table.file)?.exports.get(naming.table.name);
  if (table?.kind !== 'constant' || table.value.kind !== 'table') return undefined;
  return [...table.value.members].find(([, value]) => value.kind === 'string' && value.value === key)?.[0];
}

function itemOf(snapshot: Snapshot, declared: DeclaredFlag, name: string, typed: string): CompletionItem {
  const { flag, key } = declared;
  const { stale } = lifeOf(snapshot, declared).staleness;
  const owner = flag.owner?.value;
  const state = shorten(describeState(flag), 120);
  return {
    key,
    name,
    insertText: name,
    summary: [inShort(flag), owner && shorten(owner, 40), stale && 'stale'].filter(Boolean).join(' · '),
    detail: `${state}${owner ? `, owned by ${shorten(owner, 80)}` : ''}${stale ? ' (stale)' : ''}`,
    sortText: sortText(name, typed, stale),
  };
}

/** What begins as what is typed comes first, and what is stale last. */
function sortText(name: string, typed: string, isStale = false): string {
  const begins = name.toLowerCase().startsWith(typed.toLowerCase());
  return `${begins ? 0 : 1}${isStale ? 1 : 0}${name}`;
}
