import type { TextEdit } from '../text/edits';
import type { Span } from '../text/span';

/** What of a test file goes with the flag: what gives it its kept value, and the tests that give it another one. */
export interface TestRemoval {
  readonly edits: readonly TextEdit[];
  readonly notes: readonly { readonly span: Span; readonly message: string }[];
  /** Why the flag's name has to stay, and where. */
  readonly kept?: { readonly span: Span; readonly reason: string };
}

export const RAN_WITH_OTHER =
  'The tests of this file ran with the other value of the flag. Those of what is gone fail now, and can go.';
