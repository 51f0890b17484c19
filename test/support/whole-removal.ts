import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from './workspace';

interface Removal {
  readonly flag: string;
  /** What the code keeps; `true` unless another value is named. */
  readonly keep?: boolean | string | number;
  /** Files whose changes are not shown, besides the flag file. */
  readonly hidden?: readonly string[];
}

/**
 * Removes a flag from all of a fixture. Gives the changed sources as a fixture, then what the plan notes, `file: message`, and what it leaves,
 * `file! reason`.
 */
export async function removeWhole(
  source: string,
  { flag, keep = true, hidden = [] }: Removal,
): Promise<string> {
  const { workspace, textOf } = await openFixture(source);
  const plan = await planFromWorkspace(workspace, { flag, keep, scope: { kind: 'everywhere' } });
  const changed = plan.files
    .filter(({ file }) => file !== 'flags.yaml' && !hidden.includes(file))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ file, edits }) => `//- ${file}\n${applyEdits(textOf(file), edits).trimEnd()}`);
  return [
    ...changed,
    ...plan.notes.map(({ file, message }) => `${file}: ${message}`),
    ...plan.review.map(({ file, reason }) => `${file}! ${reason}`),
  ].join('\n');
}
