import ts from 'typescript';
import { spanBefore } from '../text/edits';
import type { Read } from '../usages/read';
import { commentsOf } from '../usages/silencers';
import { kindsWhere, treeOf } from '../usages/tree';
import type { Workspace } from '../workspace/workspace';
import { meansOneThing } from './declarations';
import { type Edited, textsNaming } from './declared-names';
import type { Note, RemovalPlan } from './plan';
import { parse } from './view';

/**
 * Tells of comments that name the flag once the plan is carried out, for what they say of it is no longer so, and of texts that are its key,
 * of which nothing else is said: somebody may still mean it. `reads` are all of the flag; a test of a reader is one that stays.
 */
export async function notesOnMentions(
  workspace: Workspace,
  plan: RemovalPlan,
  edited: ReadonlyMap<string, Edited>,
  reads: readonly Read[],
): Promise<Note[]> {
  const { flag } = plan;
  if (plan.files.length === 0 || !meansOneThing(flag)) return [];
  const notes: Note[] = [];
  // What still asks for the flag needs its declarations.
  const isAsked = reads.some((read) =>
    plan.review.some(({ file, span }) => file === read.file && span.start === read.span.start),
  );
  for (const [file, text] of await textsNaming(workspace, [flag], edited)) {
    if (plan.deleted.includes(file)) continue;
    const edits = edited.get(file)?.edits ?? [];
    const source = parse(file, text);
    for (const { pos, end } of commentsOf(source)) {
      if (!namesWord(text.slice(pos, end), flag)) continue;
      notes.push({ file, span: spanBefore({ start: pos, end }, edits), message: TOLD });
    }
    const told = [...plan.review, ...plan.notes, ...reads].filter((one) => one.file === file);
    if (isAsked) continue;
    const texts = treeOf(source)
      .of(TEXTS)
      .filter((node) => (node as ts.StringLiteralLike).text === flag)
      .map((node) => spanBefore({ start: node.getStart(source), end: node.end }, edits));
    // Who looks at one of them finds the others.
    const isTold = texts.some(({ start, end }) =>
      told.some(({ span }) => span.start < end && start < span.end),
    );
    if (texts[0] && !isTold) notes.push({ file, span: texts[0], message: stands(texts.length) });
  }
  return notes;
}

const TOLD = 'This comment still names the flag.';

const TEXTS = kindsWhere(ts.isStringLiteralLike);

function stands(places: number): string {
  const where = places === 1 ? 'here' : `in ${places} places of this file, here first`;
  return `The flag's key still stands ${where}. No code that is analysed asks for the flag by it.`;
}

/** Whether a text has a word in it, and not as a part of a longer one. */
export function namesWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isApart = [text[at - 1], text[at + word.length]].every(
      (next) => next === undefined || !isOfWord(next),
    );
    if (isApart) return true;
  }
  return false;
}

function isOfWord(character: string): boolean {
  return /[\p{ID_Continue}$-]/u.test(character);
}
