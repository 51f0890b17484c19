import type { TextEdit } from '../text/edits';
import { parseJson } from '../text/json';
import { span } from '../text/span';
import type { DataNode, DataTree, ListNode, MapNode, ScalarNode } from '../text/tree';
import { parseYaml } from '../text/yaml';
import { formatDay } from './dates';
import { fieldNames } from './field-names';
import { findRoot, isSection } from './formats/plain-shape';
import { insertAfter } from './insert-member';
import { type Layout, layoutOf } from './layout';
import { locateEntry, type Member, membersOf, sectionsOf } from './locate-entry';
import type { Day, FlagFile, FlagType } from './model';
import type { FlagFileOptions } from './options';
import { type FieldValue, writeName, writeScalar } from './write-value';

/** What a new entry says; where the file has plain booleans only, no more than `enabled`. */
export interface NewEntry {
  /** False unless given: a new flag begins off. */
  readonly enabled?: boolean;
  readonly description?: string;
  readonly owner?: string;
  readonly created?: Day;
  readonly expires?: Day;
  readonly ticket?: string;
  readonly type?: FlagType;
}

/**
 * The edits that add an entry behind the last one, in the file's own style: map, list or plain booleans, block or
 * flow, indentation, the project's names of the fields, line ends. Without a file (undefined) the text becomes one.
 * None in a service's file: its flags are made in the service, with more than we know of them.
 */
export function addEntry(
  text: string,
  file: FlagFile | undefined,
  key: string,
  entry: NewEntry,
  options: FlagFileOptions = {},
): TextEdit[] {
  if (file?.service !== undefined) return [];
  const isJson = file?.syntax === 'json' || (!file && options.format === 'json');
  const tree = isJson ? parseJson(text) : parseYaml(text);
  const layout = layoutOf(text, tree);
  const place = placeFor(tree, file, key, options);
  const writer = new EntryWriter(layout, isJson, layout.eol, fieldValues(entry, file, options), options);
  if (!place) return writer.newFile(key, options.root ?? 'flags');
  if (place.container.kind === 'scalar') return writer.intoNothing(place.container, place.key);
  return writer.into(place.container, place.key);
}

interface Place {
  readonly container: MapNode | ListNode | ScalarNode;
  /** The key inside of the container: shorter than the flag's where that is a section. */
  readonly key: string;
}

/** The map or list for the flag: the innermost section that its dotted key begins with. */
function placeFor(
  tree: DataTree,
  file: FlagFile | undefined,
  key: string,
  options: FlagFileOptions,
): Place | undefined {
  const roots = tree.documents.flatMap((document) => findRoot(document, options.root) ?? []);
  let container: Place['container'] | undefined = roots.find((root) => root.named)?.node;
  // Without a name for the root, the flags that were read show it best.
  for (const flag of file?.flags ?? []) {
    if (container) break;
    container = sectionsOf(locateEntry(tree, flag), flag.key)[0]?.container;
  }
  container ??= roots[0]?.node;
  if (!container) return undefined;
  const names = fieldNames(options);
  let rest = key;
  while (container.kind === 'map') {
    const section: Member | undefined = membersOf(container).find(
      ({ key: name, value }) =>
        rest.startsWith(`${name}.`) && value.kind === 'map' && isSection(value, names),
    );
    if (section?.value.kind !== 'map') break;
    rest = rest.slice(section.key.length + 1);
    container = section.value;
  }
  return { container, key: rest };
}

/** The fields under the names that the file gives them, in the order in which people write them. */
function fieldValues(
  entry: NewEntry,
  file: FlagFile | undefined,
  options: FlagFileOptions,
): [string, FieldValue][] {
  const used = new Set(file?.flags.flatMap((flag) => flag.fields.map((field) => field.name)));
  const nameOf = (field: string, synonym?: string): string => {
    const mapped = new Map(Object.entries(options.fields ?? {})).get(field);
    return mapped ?? (synonym !== undefined && used.has(synonym) && !used.has(field) ? synonym : field);
  };
  const values: [string, FieldValue | undefined][] = [
    [nameOf('enabled'), entry.enabled ?? false],
    [nameOf('description'), entry.description],
    [nameOf('owner'), entry.owner],
    [nameOf('created'), entry.created === undefined ? undefined : formatDay(entry.created)],
    [nameOf('expires', 'removal_date'), entry.expires === undefined ? undefined : formatDay(entry.expires)],
    [nameOf('ticket', 'jira'), entry.ticket],
    [nameOf('type'), entry.type],
  ];
  return values.filter((value): value is [string, FieldValue] => value[1] !== undefined);
}

/** Writes one entry in the style of its neighbours. */
class EntryWriter {
  constructor(
    private readonly layout: Layout,
    private readonly json: boolean,
    private readonly eol: string,
    private readonly fields: readonly [string, FieldValue][],
    private readonly options: FlagFileOptions,
  ) {}

  newFile(key: string, root: string): TextEdit[] {
    const { text } = this.layout;
    const at = span(text.length, text.length);
    if (this.json) {
      const flags = `{${this.eol}    ${this.name(key)}: ${this.flow(4)}${this.eol}  }`;
      return [{ span: at, newText: `{${this.eol}  ${this.name(root)}: ${flags}${this.eol}}${this.eol}` }];
    }
    const before = text === '' || text.endsWith('\n') ? '' : this.eol;
    return [
      {
        span: at,
        newText: `${before}${root}:${this.eol}  ${this.name(key)}:${this.block('    ')}${this.eol}`,
      },
    ];
  }

  /** Behind a key without a value. */
  intoNothing(nothing: ScalarNode, key: string): TextEdit[] {
    const { text } = this.layout;
    const start = nothing.span.start;
    const space = text[start - 1] === ' ' ? '' : ' ';
    if (this.json) return [{ span: nothing.span, newText: `{ ${this.name(key)}: ${this.flow(0)} }` }];
    return [{ span: nothing.span, newText: `${space}{ ${this.name(key)}: ${this.flowInline()} }` }];
  }

  into(container: MapNode | ListNode, key: string): TextEdit[] {
    const isBracketed = '{['.includes(this.layout.text[container.span.start]!);
    const members = membersOf(container);
    const last =
      members.at(-1) ??
      (container.kind === 'map' && container.merges ? asMember(container, isBracketed) : undefined);
    if (!last) return this.intoEmpty(container, key);
    return isBracketed
      ? this.intoFlow(container, members, last, key)
      : this.intoBlock(container, members, last, key);
  }

  private intoEmpty(container: MapNode | ListNode, key: string): TextEdit[] {
    const { text } = this.layout;
    const lineStart = text.lastIndexOf('\n', container.span.start - 1) + 1;
    const line = text.slice(lineStart);
    const base = line.length - line.trimStart().length;
    const indent = text.slice(lineStart, lineStart + base).replace('\ufeff', '');
    if (this.json) {
      const inner = `${indent}  `;
      const item =
        container.kind === 'map'
          ? `${this.name(key)}: ${this.flow(inner.length)}`
          : this.flow(inner.length, this.named(key));
      if (this.layout.hasCommentIn(container.span)) {
        const at = container.span.start + 1;
        return [{ span: span(at, at), newText: `${this.eol}${inner}${item}` }];
      }
      const [open, close] = container.kind === 'map' ? '{}' : '[]';
      return [
        { span: container.span, newText: `${open}${this.eol}${inner}${item}${this.eol}${indent}${close}` },
      ];
    }
    const isDocument = text.slice(lineStart, container.span.start).replace('\ufeff', '').trim() === '';
    const inner = isDocument ? indent : `${indent}  `;
    const from = isDocument ? container.span.start : this.backOverSpaces(container.span.start);
    const item =
      container.kind === 'map'
        ? `${this.name(key)}:${this.block(`${inner}  `)}`
        : this.dashed(inner, this.named(key));
    const before = isDocument ? '' : `${this.eol}${inner}`;
    return [{ span: span(from, container.span.end), newText: `${before}${item}` }];
  }

  private intoFlow(
    container: MapNode | ListNode,
    members: readonly Member[],
    last: Member,
    key: string,
  ): TextEdit[] {
    const { text } = this.layout;
    const lineStart = text.lastIndexOf('\n', last.span.start - 1) + 1;
    const before = text.slice(lineStart, last.span.start);
    const isOwnLine = before.trim() === '';
    const depth = isOwnLine ? before.length : 0;
    const plain = isPlain(container);
    const isInline = !isOwnLine || !text.slice(last.span.start, last.span.end).includes('\n');
    const write = (fields?: readonly [string, FieldValue][]) =>
      isInline ? this.flowInline(fields) : this.flow(depth, fields);
    const item =
      container.kind === 'list'
        ? write(this.named(key, members))
        : `${this.name(key)}: ${plain ? this.scalar(this.enabled()) : write()}`;
    return insertAfter(this.layout, last, item);
  }

  private intoBlock(
    container: MapNode | ListNode,
    members: readonly Member[],
    last: Member,
    key: string,
  ): TextEdit[] {
    const indent = ' '.repeat(this.layout.columnOf(last.span.start));
    const item =
      container.kind === 'list'
        ? this.listItem(container, indent, key)
        : this.blockEntry(container, indent, key);
    const before = members.at(-2);
    const between = before ? this.layout.text.slice(before.span.end, last.span.start) : '';
    return insertAfter(this.layout, last, item, /\n[ \t]*\r?\n/.test(between));
  }

  private blockEntry(map: MapNode, indent: string, key: string): string {
    const name = this.name(key);
    if (isPlain(map)) return `${name}: ${this.scalar(this.enabled())}`;
    const sample = membersOf(map).findLast(
      ({ value }) => value.kind === 'map' && value.entries.length > 0,
    )?.value;
    if (sample?.kind === 'map' && sample.flow) return `${name}: ${this.flowInline()}`;
    const column = sample ? this.layout.columnOf(sample.span.start) : 0;
    return `${name}:${this.block(column > indent.length ? ' '.repeat(column) : `${indent}  `)}`;
  }

  private listItem(list: ListNode, indent: string, key: string): string {
    const members = membersOf(list);
    const fields = this.named(key, members);
    const sample = members.at(-1)?.value;
    return sample?.kind === 'map' && sample.flow
      ? `- ${this.flowInline(fields)}`
      : this.dashed(indent, fields);
  }

  /** The fields with the key in front, under the name that the neighbours use. */
  private named(key: string, members: readonly Member[] = []): [string, FieldValue][] {
    const names = fieldNames(this.options).keys;
    const used = names.find((name) =>
      members.some(({ value }) => value.kind === 'map' && value.entries.some((entry) => entry.key === name)),
    );
    return [[used ?? names[0]!, key], ...this.fields];
  }

  private dashed(indent: string, fields: readonly [string, FieldValue][]): string {
    return `- ${fields.map((field) => this.field(field)).join(`${this.eol}${indent}  `)}`;
  }

  private block(indent: string): string {
    return this.fields.map((field) => `${this.eol}${indent}${this.field(field)}`).join('');
  }

  /** A map over several lines where the syntax is JSON, whose closing bracket stands at the column. */
  private flow(column: number, fields = this.fields): string {
    if (!this.json) return this.flowInline(fields);
    const indent = ' '.repeat(column);
    const lines = fields.map((field) => `${indent}  ${this.field(field)}`);
    return `{${this.eol}${lines.join(`,${this.eol}`)}${this.eol}${indent}}`;
  }

  private flowInline(fields = this.fields): string {
    return `{ ${fields.map((field) => this.field(field)).join(', ')} }`;
  }

  private field([name, value]: [string, FieldValue]): string {
    return `${this.name(name)}: ${this.scalar(value)}`;
  }

  private enabled(): FieldValue {
    return this.fields[0]![1];
  }

  private name(key: string): string {
    return writeName(key, this.json);
  }

  private scalar(value: FieldValue): string {
    return writeScalar(value, this.json);
  }

  private backOverSpaces(offset: number): number {
    let at = offset;
    while (' \t'.includes(this.layout.text[at - 1] ?? '\n')) at--;
    return at;
  }
}

/** A map that holds nothing but a merge key: what is written goes behind that. */
function asMember(map: MapNode, isBracketed: boolean): Member {
  const inset = isBracketed ? 1 : 0;
  const place = span(map.span.start + inset, map.span.end - inset);
  return { container: map, index: -1, span: place, key: '', value: map };
}

/** Whether all entries are plain booleans, so that a new one is too. */
function isPlain(container: MapNode | ListNode): boolean {
  return container.kind === 'map' && container.entries.length > 0 && container.entries.every(isSwitch);
}

function isSwitch({ value }: { readonly value: DataNode }): boolean {
  return value.kind === 'scalar';
}
