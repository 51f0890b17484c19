import { spanBefore } from '../text/edits';
import { commentsOf } from '../usages/silencers';
import { parseSource } from '../usages/source';
import type { Workspace } from '../workspace/workspace';
import { meansOneThing } from './declarations';
import { type Edited, textsNaming } from './declared-names';
import type { Note, RemovalPlan } from './plan';

/** Tells of comments that name the flag once the plan is carried out: what they say of it is no longer so. */
export async function notesOnComments(
  workspace: Workspace,
  plan: RemovalPlan,
  edited: ReadonlyMap<string, Edited>,
): Promise<Note[]> {
  const { flag } = plan;
  if (plan.files.length === 0 || !meansOneThing(flag)) return [];
  const notes: Note[] = [];
  for (const [file, text] of await textsNaming(workspace, [flag], edited)) {
    if (plan.deleted.includes(file)) continue;
    const edits = edited.get(file)?.edits ?? [];
    for (const { pos, end } of commentsOf(parseSource(file, text))) {
      if (!namesWord(text.slice(pos, end), flag)) continue;
      notes.push({ file, span: spanBefore({ start: pos, end }, edits), message: TOLD });
    }
  }
  return notes;
}

const TOLD = 'This comment still names the flag.';

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
