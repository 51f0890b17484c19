import { span } from '../../text/span';
import { type DataNode, type Entry, entryOf, type MapNode, plainValue } from '../../text/tree';
import type { Evidence, Field, FlagValue, Located } from '../model';

/** Questions about a node that is meant to be a map; what is missing or of another kind answers nothing. */
export function member(node: DataNode | undefined, name: string): DataNode | undefined {
  return node?.kind === 'map' ? entryOf(node, name)?.value : undefined;
}

export function mapAt(node: DataNode | undefined, name: string): MapNode | undefined {
  const found = member(node, name);
  return found?.kind === 'map' ? found : undefined;
}

/** The values of a list; none where there is no list. */
export function itemsAt(node: DataNode | undefined, name: string): readonly DataNode[] {
  return itemsOf(member(node, name));
}

export function itemsOf(node: DataNode | undefined): readonly DataNode[] {
  return node?.kind === 'list' ? node.items.map((item) => item.value) : [];
}

/** The entries of a map; none where there is no map. */
export function entriesOf(node: DataNode | undefined): readonly Entry[] {
  return node?.kind === 'map' ? node.entries : [];
}

export function scalarAt(node: DataNode | undefined, name: string): string | number | boolean | undefined {
  const found = member(node, name);
  return found?.kind === 'scalar' && found.value !== null ? found.value : undefined;
}

export function numberAt(node: DataNode | undefined, name: string): number | undefined {
  const value = scalarAt(node, name);
  return typeof value === 'number' ? value : undefined;
}

/** The text of a scalar that is not empty, a number as it stands. */
export function textAt(node: DataNode | undefined, name: string): string | undefined {
  return locatedText(member(node, name))?.value;
}

export function locatedText(node: DataNode | undefined): Located<string> | undefined {
  return node?.kind === 'scalar' && node.value !== null && node.text.trim() !== ''
    ? { value: node.text, span: node.span }
    : undefined;
}

/** Whether nothing is there: no node, null, or an empty map, list or text. */
export function isBlank(node: DataNode | undefined): boolean {
  switch (node?.kind) {
    case undefined:
      return true;
    case 'scalar':
      return node.value === null || node.value === '';
    case 'map':
      return node.entries.length === 0;
    case 'list':
      return node.items.length === 0;
  }
}

/** A name's text without the quotes around it. */
export function innerSpan(node: DataNode): Evidence['span'] {
  const quotes = node.kind === 'scalar' && node.quoted && node.span.end - node.span.start >= 2 ? 1 : 0;
  return span(node.span.start + quotes, node.span.end - quotes);
}

/** The field of a map with its value, or the map where it lacks the field. */
export function evidenceAt(node: DataNode, name: string): Evidence {
  const entry = node.kind === 'map' ? entryOf(node, name) : undefined;
  if (!entry) return { field: name, span: node.span };
  const end = Math.max(entry.keySpan.end, entry.value.span.end);
  return { field: name, span: span(entry.keySpan.start, end) };
}

export function dataOf(node: DataNode): FlagValue {
  return plainValue(node) as FlagValue;
}

/** Every field of an entry in the order of the file. */
export function fieldsOf(node: DataNode): Field[] {
  return entriesOf(node)
    .filter((entry) => entry.key !== '<<')
    .map((entry) => ({
      name: entry.key,
      nameSpan: entry.keySpan,
      value: plainValue(entry.value),
      valueSpan: entry.value.span,
    }));
}
