import type { TextEdit } from '../text/edits';
import type { ModuleGraph } from './module-graph';
import type { SourceRemovalInput } from './source';

/** What following a value into other files has to know of them. */
export interface Sources {
  readonly graph: ModuleGraph;
  /** What a removal is made from in a source. */
  inputOf(file: string): Promise<SourceRemovalInput | undefined>;
  /** What it has come to so far. */
  editsOf(file: string): readonly TextEdit[];
  textAfter(file: string): Promise<string | undefined>;
  /** The first of some files that a test comes to by its imports. */
  reaches(test: string, files: ReadonlySet<string>): Promise<string | undefined>;
  /** The texts of all sources that name a member, as they are so far; nothing where a file names it that is no source. */
  naming(member: string): Promise<ReadonlyMap<string, string> | undefined>;
}
