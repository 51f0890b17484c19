import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore from 'ignore';
import { isCostly } from './ignore-layers';

/** Who answers for a path, as the repository's CODEOWNERS says: `@team`, `@person` or an address; empty for nobody. */
export type OwnersOf = (path: string) => readonly string[];

/**
 * Reads the first CODEOWNERS where GitHub, GitLab and others look for it. The last line whose pattern matches a path
 * decides; sections of GitLab count as lines like others, their default owners included.
 */
export function readCodeowners(root: string): OwnersOf {
  const text = PLACES.map((place) => textOf(join(root, place))).find((found) => found !== undefined);
  const rules: { readonly matches: (path: string) => boolean; readonly owners: readonly string[] }[] = [];
  let sectionOwners: readonly string[] = [];
  for (const line of (text ?? '').split(/\r?\n/)) {
    // `[Section] @team`, `^[Section][2]`: its owners are those of the lines below it that name none.
    const section = /^\s*\^?(?:\[[^\]]*\])+(.*)$/.exec(line);
    if (section) {
      sectionOwners = wordsOf(section[1]!);
      continue;
    }
    const [pattern, ...owners] = wordsOf(line);
    if (pattern === undefined || isCostly(pattern)) continue;
    const matcher = ignore().add(pattern.replace(/^!/, '\\!'));
    rules.push({
      matches: (path) => matcher.ignores(path),
      owners: owners.length > 0 ? owners : sectionOwners,
    });
  }
  return (path) => rules.findLast((rule) => rule.matches(path))?.owners ?? [];
}

const PLACES = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.gitlab/CODEOWNERS',
  '.bitbucket/CODEOWNERS',
];

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The words of a line up to a comment; a blank behind a backslash belongs to its word. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:\\.|[^\s\\])+/g)) {
    if (word.startsWith('#')) break;
    words.push(word);
  }
  return words;
}
