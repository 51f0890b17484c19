// The process that type-checks a removal. It ends when its parent lets go of it, and takes its memory along.
import './keep-compiled';
import { existsSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { type CheckedChange, createTypeChecker, type TypeChecker } from '../removal/type-check';
import type { Place } from '../workspace/snapshot';

/** A request of the parent: the changes to check in a root, or the expressions whose types are asked for. */
export interface TypeCheckRequest {
  readonly id: number;
  readonly root: string;
  readonly changes?: readonly CheckedChange[];
  readonly places?: readonly Place[];
  /** Names of which it is asked whether they may be true or false. */
  readonly members?: readonly Place[];
}

const checkers = new Map<string, TypeChecker>();

process.on('message', ({ id, root, changes = [], places, members }: TypeCheckRequest) => {
  try {
    let checker = checkers.get(root);
    if (!checker) {
      checker = createTypeChecker(root, libraryFolder(root), ts.sys);
      checkers.set(root, checker);
    }
    // JSON has no place for what is undefined.
    if (places) process.send!({ id, keys: checker.keysAt(places).map((texts) => texts ?? null) });
    else if (members) process.send!({ id, answers: checker.mayAnswerAt(members) });
    else process.send!({ id, result: checker.check(changes) });
  } catch (error) {
    const reason = `The type check failed: ${error instanceof Error ? error.message : String(error)}`;
    process.send!({ id, result: { kind: 'not-run', reason } });
  }
});
process.on('disconnect', () => process.exit());

/** The library files of the workspace's own TypeScript, as data; else those that come with Flagwright. */
function libraryFolder(root: string): string {
  const candidates: string[] = [];
  for (let folder = root; ; folder = path.dirname(folder)) {
    candidates.push(path.join(folder, 'node_modules', 'typescript', 'lib'));
    // From version 7 on they stand in the package of the platform.
    candidates.push(
      path.join(
        folder,
        'node_modules',
        '@typescript',
        `typescript-${process.platform}-${process.arch}`,
        'lib',
      ),
    );
    if (folder === path.dirname(folder)) break;
  }
  candidates.push(path.join(__dirname, 'lib'));
  const found = candidates.find((folder) => existsSync(path.join(folder, 'lib.es5.d.ts')));
  return (found ?? path.join(__dirname, 'lib')).replaceAll('\\', '/');
}
