import type { Snapshot } from '../workspace/snapshot';
import type { TextOf } from './rule';

/** Where hosts of code look for the owners of files. */
const CODEOWNERS = ['CODEOWNERS', '.github/CODEOWNERS', '.gitlab/CODEOWNERS', 'docs/CODEOWNERS'];

/** Who may own a flag of a file: the owners that the file uses, the most frequent first, then all others known. */
export function likelyOwners(snapshot: Snapshot, file: string, textOf: TextOf): string[] {
  const own = ownersIn(snapshot, [file]);
  const others = ownersIn(snapshot, [...snapshot.flagFiles.keys()]);
  return [
    ...new Set([...own, ...others, ...CODEOWNERS.flatMap((path) => ownersOfFiles(textOf(path) ?? ''))]),
  ];
}

function ownersIn(snapshot: Snapshot, files: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    for (const { owner } of snapshot.flagFiles.get(file)?.flags ?? []) {
      if (owner && owner.value.trim() !== '') counts.set(owner.value, (counts.get(owner.value) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

/** Behind the pattern of a line stand its owners: `@org/team`, `@someone`, `docs@example.com`. */
function ownersOfFiles(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const code = line.replace(/(^|\s)#.*$/, '').trim();
    return code
      .split(/\s+/)
      .slice(code.startsWith('[') || code.startsWith('^[') ? 0 : 1)
      .filter((word) => word.includes('@'));
  });
}
