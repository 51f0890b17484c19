import { describeState } from '../flags/describe';
import { membersOf } from '../flags/locate-entry';
import type { Flag } from '../flags/model';
import { parseJson } from '../text/json';
import { type Span, span } from '../text/span';
import type { DataNode, DataTree } from '../text/tree';
import { parseYaml } from '../text/yaml';
import type { Snapshot } from '../workspace/snapshot';
import { ticketPart } from './card';
import { linkTarget, shorten, webAddress } from './text';

/** A flag in the outline of its file. */
export interface FlagSymbol {
  readonly name: string;
  /** The state in words. */
  readonly detail: string;
  readonly span: Span;
  readonly keySpan: Span;
  readonly fields: readonly { readonly name: string; readonly span: Span; readonly nameSpan: Span }[];
}

export function flagSymbols(snapshot: Snapshot, path: string): FlagSymbol[] {
  const flags = snapshot.flagFiles.get(path)?.flags ?? [];
  return flags.filter(isWhole).map((flag) => ({
    name: flag.key,
    detail: shorten(describeState(flag), 60),
    span: flag.span,
    keySpan: flag.keySpan,
    fields: flag.fields
      .filter(
        ({ nameSpan, valueSpan }) => flag.span.start <= nameSpan.start && valueSpan.end <= flag.span.end,
      )
      .map(({ name, nameSpan, valueSpan }) => ({
        name,
        span: span(nameSpan.start, Math.max(nameSpan.end, valueSpan.end)),
        nameSpan,
      })),
  }));
}

/** What an alias brings in stands elsewhere. */
function isWhole({ keySpan, span: whole }: Flag): boolean {
  return whole.start <= keySpan.start && keySpan.end <= whole.end;
}

/** What can be folded: every map and list of several lines, from the line of its key. */
export function foldings(snapshot: Snapshot, path: string, text: string): Span[] {
  if (!snapshot.flagFiles.has(path)) return [];
  const result: Span[] = [];
  const visit = (node: DataNode): void => {
    if (node.kind === 'scalar') return;
    for (const member of membersOf(node)) {
      // An anchor's value is folded where it stands, not where an alias names it.
      if (member.value.span.start < member.span.start || member.value.kind === 'scalar') continue;
      result.push(upToCode(text, member.span));
      visit(member.value);
    }
  };
  for (const document of treeOf(snapshot, path, text).documents) visit(document);
  return result;
}

/** The places around a cursor, the smallest first: the word, its entry, the flag, all flags. */
export function selections(snapshot: Snapshot, path: string, text: string, offset: number): Span[] {
  if (!snapshot.flagFiles.has(path)) return [];
  const around: Span[] = [];
  const add = (place: Span): boolean => {
    if (place.start > offset || offset > place.end) return false;
    around.push(upToCode(text, place));
    return true;
  };
  const visit = (node: DataNode): void => {
    if (!add(node.span)) return;
    if (node.kind === 'scalar') return;
    const member = membersOf(node).find((one) => add(one.span));
    if (!member) return;
    const key = span(member.span.start, member.span.start + member.key.length);
    if (member.key !== '' && text.slice(key.start, key.end) === member.key && add(key)) return;
    visit(member.value);
  };
  for (const document of treeOf(snapshot, path, text).documents) visit(document);
  const whole = [span(0, text.length), ...around];
  const distinct = whole.filter((place, i) => i === 0 || !isSame(place, whole[i - 1]!));
  return distinct.reverse();
}

/** A word of a flag file that leads somewhere. */
export interface FileLink {
  readonly span: Span;
  readonly target: string;
  readonly tooltip: string;
}

/** Tickets, by the address of the configuration or their own; owners that are addresses or accounts. */
export function fileLinks({ config, flagFiles }: Snapshot, path: string, text: string): FileLink[] {
  return (flagFiles.get(path)?.flags ?? []).flatMap(({ ticket, owner }) => {
    const links: FileLink[] = [];
    const add = (place: Span, target: string | undefined, tooltip: string): void => {
      const inner = unquoted(text, place);
      if (target !== undefined && inner.end > inner.start) links.push({ span: inner, target, tooltip });
    };
    if (ticket) {
      const part = ticketPart(ticket.value, config.ticketUrl);
      if (typeof part === 'object' && 'href' in part) add(ticket.span, part.href, 'Open the ticket');
    }
    if (owner) add(owner.span, ownerAddress(owner.value), 'Open the owner');
    return links;
  });
}

/** `kim@example.com`, `https://…`, and GitHub's `@org/team` and `@someone`. */
function ownerAddress(owner: string): string | undefined {
  const name = owner.trim();
  if (/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(name))
    return `mailto:${linkTarget(name.replace(/\p{Surrogate}/gu, ''))}`;
  const team = /^@([\w-]+)\/([\w.-]+)$/.exec(name);
  if (team) return `https://github.com/orgs/${team[1]}/teams/${team[2]}`;
  const person = /^@([\w-]+)$/.exec(name);
  if (person) return `https://github.com/${person[1]}`;
  return webAddress(name);
}

function treeOf({ flagFiles }: Snapshot, path: string, text: string): DataTree {
  return flagFiles.get(path)?.syntax === 'json' ? parseJson(text) : parseYaml(text);
}

/** A block text takes in the line break behind it. */
function upToCode(text: string, { start, end }: Span): Span {
  let at = end;
  while (at > start && text[at - 1]!.trim() === '') at--;
  return span(start, at);
}

function unquoted(text: string, { start, end }: Span): Span {
  const isQuoted = (text[start] === '"' || text[start] === "'") && text[end - 1] === text[start];
  return isQuoted && end - start >= 2 ? span(start + 1, end - 1) : span(start, end);
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}
