import { describeState } from '../flags/describe';
import { suggest } from '../flags/suggest';
import type { Span } from '../text/span';
import type { Read } from '../usages/read';
import type { Mock } from '../workspace/mocks';
import type { Snapshot } from '../workspace/snapshot';
import { type Card, flagCard, type LinkTo, valueText } from './card';
import { keyOf, targetAt } from './target';
import { count, type Rich, shorten, toMarkdown, toPlainText } from './text';

export interface Hover {
  /** The key that the hover is about. */
  readonly span: Span;
  readonly markdown: string;
  readonly plainText: string;
}

/** What is known of the flag under the cursor: its card, or why there is none. */
export async function hover(
  snapshot: Snapshot,
  file: string,
  offset: number,
  linkTo?: LinkTo,
): Promise<Hover | undefined> {
  const target = targetAt(snapshot, file, offset);
  if (!target) return undefined;
  const card =
    target.kind === 'read'
      ? await readCard(snapshot, target.read, linkTo)
      : target.kind === 'mock'
        ? await mockCard(snapshot, target.mock, file, linkTo)
        : await entryCard(snapshot, keyOf(target)!, file, linkTo);
  return card && { span: target.span, markdown: renderMarkdown(card), plainText: renderPlainText(card) };
}

export function renderMarkdown({ title, paragraphs, facts }: Card): string {
  const list = facts.map((fact) => `- ${toMarkdown(fact)}`).join('\n');
  return [toMarkdown(title), ...paragraphs.map(toMarkdown), list]
    .filter((block) => block !== '')
    .join('\n\n');
}

export function renderPlainText({ title, paragraphs, facts }: Card): string {
  return [title, ...paragraphs, ...facts].map(toPlainText).join('\n');
}

async function entryCard(
  snapshot: Snapshot,
  key: string,
  file: string,
  linkTo: LinkTo | undefined,
): Promise<Card | undefined> {
  const declared = snapshot.flag(key, file);
  return declared && flagCard(snapshot, declared, linkTo);
}

/** A flag that a test sets: what it is there, and what it is for everyone else. */
async function mockCard(
  snapshot: Snapshot,
  { key, by, value }: Mock,
  file: string,
  linkTo: LinkTo | undefined,
): Promise<Card | undefined> {
  const declared = snapshot.flag(key, file);
  if (!declared) return undefined;
  const card = await flagCard(snapshot, declared, linkTo);
  const set = value === undefined ? 'This test sets it' : `This test sets it to ${value ? 'on' : 'off'}`;
  return { ...card, facts: [[`${set}, through `, { code: shorten(by, 60) }], ...card.facts] };
}

async function readCard(
  snapshot: Snapshot,
  read: Read,
  linkTo: LinkTo | undefined,
): Promise<Card | undefined> {
  if (read.key === undefined) return dynamicCard(snapshot, read);
  const declared = snapshot.flag(read.key, read.file);
  if (!declared) return undeclaredCard(snapshot, read, read.key);
  const card = await flagCard(snapshot, declared, linkTo);
  return { ...card, facts: [...card.facts, ...ofRead(read)] };
}

/** What is special about this one read. */
function ofRead(read: Read): Rich[] {
  const facts: Rich[] = [];
  if (read.codeDefault !== undefined)
    facts.push([`The code's default here is ${valueText(read.codeDefault)}`]);
  if (read.certainty === 'likely') {
    facts.push(["Taken for a read by the reader's name only, so Flagwright never edits it"]);
  }
  return facts;
}

function undeclaredCard(snapshot: Snapshot, read: Read, key: string): Card | undefined {
  // A name alone says too little: most objects have an isEnabled of their own.
  if (read.certainty !== 'certain') return undefined;
  const title: Rich = [{ code: shorten(key) }, ' is ', { strong: 'not declared' }];
  if (!snapshot.complete)
    return { title, paragraphs: [['Not all of the workspace has been read yet.']], facts: [] };
  if (snapshot.flagFiles.size === 0) {
    const where = 'Flagwright has found no flag file. Name yours under flagFiles in flagwright.config.json.';
    return { title, paragraphs: [[where]], facts: [] };
  }
  const files = [...snapshot.flagFiles.keys()];
  const shown = files.length === 1 ? files[0]! : `the ${files.length} flag files`;
  const served =
    read.codeDefault === undefined
      ? 'it is off'
      : `the code's default applies: ${valueText(read.codeDefault)}`;
  const meant = suggest(key, snapshot.keys());
  const guess: Rich = meant === undefined ? [] : [' Did you mean ', { code: shorten(meant) }, '?'];
  return { title, paragraphs: [[`Nothing in ${shown} declares it, so ${served}.`, ...guess]], facts: [] };
}

/** A key that is made up at run time: what is known of it, and which flags it may be. */
function dynamicCard(snapshot: Snapshot, read: Read): Card {
  const title: Rich = ['A flag whose key is ', { strong: 'made up at run time' }];
  const prefix = read.prefix ?? '';
  if (!snapshot.complete) return { title, paragraphs: [], facts: [] };
  const reached = snapshot
    .keys()
    .filter((key) => snapshot.dynamicReadsOf(key).some((other) => isSame(other, read)));
  const begins: Rich =
    prefix === '' ? ['It may be any flag'] : ['It begins with ', { code: shorten(prefix, 80) }];
  const may =
    reached.length === 0 && prefix !== ''
      ? ', and no declared flag does.'
      : `, so ${reached.length === 1 ? 'this flag counts' : `these ${count(reached.length, 'flag')} count`} as read.`;
  const facts = reached.slice(0, 10).map((key): Rich => {
    const declared = snapshot.flag(key, read.file);
    return [{ code: shorten(key, 80) }, declared ? ` is ${shorten(describeState(declared.flag), 100)}` : ''];
  });
  if (reached.length > 10) facts.push([`and ${reached.length - 10} more`]);
  return { title, paragraphs: [[...begins, may]], facts };
}

function isSame(a: Read, b: Read): boolean {
  return a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end;
}
