import type { DataNode } from '../../text/tree';
import { parseDay } from '../dates';
import type { Evidence, Flag, Located } from '../model';
import { entriesOf, evidenceAt, itemsAt, locatedText, member, scalarAt } from './nodes';
import { perDocument } from './per-document';
import { codeDefault } from './states';

/** What a service keeps of a flag beside its state; the names under which it does so are the service's own. */
export interface RecordNames {
  readonly owner?: readonly string[];
  readonly created?: string;
  readonly lastEvaluated?: string;
  readonly description?: string;
  /** A field that is true where the flag is to be removed. */
  readonly stale?: string;
  /** A field that is true where the flag is archived. */
  readonly archived?: string;
  /** A field that is true where the flag is meant to stay. */
  readonly permanent?: string;
}

export type FlagRecord = Pick<
  Flag,
  'owner' | 'created' | 'lastEvaluated' | 'description' | 'tags' | 'mark' | 'permanent'
>;

/** Reads them off an entry. */
export function recordOf(node: DataNode | undefined, names: RecordNames): FlagRecord {
  if (!node) return {};
  const text = (name: string | undefined) =>
    name === undefined ? undefined : locatedText(member(node, name));
  const day = (name: string | undefined) => (name === undefined ? undefined : dayAt(member(node, name)));
  const isTrue = (name: string | undefined) =>
    name !== undefined && scalarAt(node, name) === true ? evidenceAt(node, name).span : undefined;
  const owner = names.owner?.map((name) => ownerAt(member(node, name))).find((found) => found !== undefined);
  const created = day(names.created);
  const lastEvaluated = day(names.lastEvaluated);
  const description = text(names.description);
  const tags = itemsAt(node, 'tags').flatMap((tag) => tagOf(tag) ?? []);
  const archived = isTrue(names.archived);
  const stale = isTrue(names.stale);
  const permanent = isTrue(names.permanent);
  return {
    ...(owner && { owner }),
    ...(created && { created }),
    ...(lastEvaluated && { lastEvaluated }),
    ...(description && { description }),
    ...(tags.length > 0 && { tags }),
    ...(archived
      ? { mark: { value: 'archived', span: archived } }
      : stale && { mark: { value: 'stale', span: stale } }),
    ...(permanent && { permanent: { value: true, span: permanent } }),
  };
}

/** A text, or a list of texts that goes by its first. */
function ownerAt(node: DataNode | undefined): Located<string> | undefined {
  if (node?.kind !== 'list') return locatedText(node);
  const all = node.items.flatMap((item) => locatedText(item.value)?.value ?? []);
  return all.length > 0 ? { value: all.join(', '), span: node.span } : undefined;
}

/** A text, or an object with the kind of the tag and its value, as Unleash's API has them. */
function tagOf(node: DataNode): Located<string> | undefined {
  if (node.kind === 'scalar') return locatedText(node);
  const value = locatedText(member(node, 'value')) ?? locatedText(member(node, 'name'));
  const type = locatedText(member(node, 'type'));
  if (!value) return undefined;
  return { value: type ? `${type.value}:${value.value}` : value.value, span: value.span };
}

/** A day as ISO text, or a moment in milliseconds since 1970. */
function dayAt(node: DataNode | undefined): Located<number> | undefined {
  if (node?.kind !== 'scalar') return undefined;
  const value =
    typeof node.value === 'number' && node.value > 0
      ? Math.floor(node.value / 86_400_000)
      : parseDay(node.text);
  return value === undefined ? undefined : { value, span: node.span };
}

/** Where the keys of a snapshot's archived flags begin: they stand in a list or map of their own. */
export const archivedIn = perDocument((document) => {
  const archived = member(document, 'archived');
  const nodes =
    archived?.kind === 'map' ? entriesOf(archived).map(({ value }) => value) : itemsAt(document, 'archived');
  return new Set(nodes.map((node) => node.span.start));
});

/** The state of an archived flag: the SDKs know it no more, so the code's default applies. */
export function archivedParts(node: DataNode, field: string): Pick<Flag, 'state' | 'mark'> {
  const evidence: Evidence = evidenceAt(node, field);
  return { state: codeDefault(evidence), mark: { value: 'archived', span: evidence.span } };
}
