import * as l10n from '@vscode/l10n';
import { describeState } from '../flags/describe';
import { suggest } from '../flags/suggest';
import type { Span } from '../text/span';
import type { Read } from '../usages/read';
import type { Mock } from '../workspace/mocks';
import type { Snapshot } from '../workspace/snapshot';
import { undeclaredFlags } from '../workspace/undeclared';
import { type Card, flagCard, type LinkTo, valueText } from './card';
import { keyOf, targetAt } from './target';
import { type Rich, rich, shorten, toMarkdown, toPlainText } from './text';

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
  const sentence =
    value === undefined
      ? l10n.t('This test sets it, through {reader}')
      : value
        ? l10n.t('This test sets it to on, through {reader}')
        : l10n.t('This test sets it to off, through {reader}');
  return { ...card, facts: [rich(sentence, { reader: { code: shorten(by, 60) } }), ...card.facts] };
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
  if (read.codeDefault !== undefined) facts.push([defaultHere(read.codeDefault)]);
  if (read.certainty === 'likely') {
    facts.push([l10n.t("Taken for a read by the reader's name only, so Flagwright never edits it")]);
  }
  return facts;
}

function defaultHere(value: unknown): string {
  return l10n.t("The code's default here is {0}", valueText(value));
}

function undeclaredCard(snapshot: Snapshot, read: Read, key: string): Card | undefined {
  // A name alone says too little: most objects have an isEnabled of their own.
  if (read.certainty !== 'certain' && !undeclaredFlags(snapshot).has(key)) return undefined;
  const title = rich(l10n.t('{flag} is {state}'), {
    flag: { code: shorten(key) },
    state: { strong: l10n.t('not declared') },
  });
  if (!snapshot.complete)
    return { title, paragraphs: [[l10n.t('Not all of the workspace has been read yet.')]], facts: [] };
  if (snapshot.flagFiles.size === 0) {
    const where = l10n.t(
      'There is no flag file that could say who gets it. Pull the flags of your service, or name your files under flagFiles in flagwright.config.json.',
    );
    return { title, paragraphs: [[where]], facts: ofUndeclared(snapshot.readsOf(key), read) };
  }
  const files = [...snapshot.flagFiles.keys()];
  const shown = files.length === 1 ? files[0]! : l10n.t('the {0} flag files', files.length);
  const fact =
    read.codeDefault === undefined
      ? l10n.t('Nothing in {files} declares it, so it is off.', { files: shown })
      : l10n.t("Nothing in {files} declares it, so the code's default applies: {value}.", {
          files: shown,
          value: valueText(read.codeDefault),
        });
  const meant = suggest(key, snapshot.keys());
  const guess: Rich =
    meant === undefined
      ? []
      : [' ', ...rich(l10n.t('Did you mean {flag}?'), { flag: { code: shorten(meant) } })];
  return { title, paragraphs: [[fact, ...guess]], facts: [] };
}

/** `7 reads in 3 files`, and what the code says at this one. */
function ofUndeclared(reads: readonly Read[], { certainty, codeDefault }: Read): Rich[] {
  const files = new Set(reads.map(({ file }) => file)).size;
  const count =
    reads.length === 1
      ? l10n.t('Read here alone')
      : files === 1
        ? l10n.t('{0} reads in this file', reads.length)
        : l10n.t('{0} reads in {1} files', reads.length, files);
  return [
    [count],
    ...(codeDefault === undefined ? [] : [[defaultHere(codeDefault)]]),
    ...(certainty === 'likely' ? [[l10n.t("Only the reader's name says that it is a flag")]] : []),
  ];
}

/** A key that is made up at run time: what is known of it, and which flags it may be. */
function dynamicCard(snapshot: Snapshot, read: Read): Card {
  const title = rich(l10n.t('A flag whose key is {how}'), { how: { strong: l10n.t('made up at run time') } });
  const prefix = read.prefix ?? '';
  if (!snapshot.complete) return { title, paragraphs: [], facts: [] };
  const reached = snapshot
    .keys()
    .filter((key) => snapshot.dynamicReadsOf(key).some((other) => isSame(other, read)));
  const facts = reached.slice(0, 10).map((key): Rich => {
    const declared = snapshot.flag(key, read.file);
    const flag = { code: shorten(key, 80) };
    const state = declared && shorten(describeState(declared.flag), 100);
    return state === undefined ? [flag] : rich(l10n.t('{flag} is {state}'), { flag, state });
  });
  if (reached.length > 10) facts.push([l10n.t('and {0} more', reached.length - 10)]);
  const parts = { prefix: { code: shorten(prefix, 80) }, count: String(reached.length) };
  return { title, paragraphs: [rich(reach(prefix !== '', reached.length), parts)], facts };
}

/** What a key that is made up reaches, with `{prefix}` and `{count}` in it. */
function reach(hasPrefix: boolean, count: number): string {
  if (hasPrefix) {
    if (count === 0) return l10n.t('It begins with {prefix}, and no declared flag does.');
    return count === 1
      ? l10n.t('It begins with {prefix}, so this flag counts as read.')
      : l10n.t('It begins with {prefix}, so these {count} flags count as read.');
  }
  return count === 1
    ? l10n.t('It may be any flag, so this flag counts as read.')
    : l10n.t('It may be any flag, so these {count} flags count as read.');
}

function isSame(a: Read, b: Read): boolean {
  return a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end;
}
