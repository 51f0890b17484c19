import { contentHash } from '../text/content-hash';
import { candidateFilter, nameFilter } from '../usages/candidates';
import type { SourceFacts } from '../usages/facts';
import { modulesNamed } from '../usages/module-texts';
import { isTooLarge, type ScanHow, scanSource } from '../usages/scan';
import { shapeTable } from '../usages/shapes';
import type { WordFilter } from '../usages/word-filter';
import type { Config } from './config';
import { type InferredShapes, knownShapes, NOTHING_INFERRED } from './known-shapes';
import { sourceFilter } from './may-export';

/** What sources are examined with: plain data, which can be handed to another thread. */
export interface ExamineWith {
  readonly config: Pick<Config, 'calls' | 'bulks' | 'components'>;
  readonly inferred: InferredShapes;
}

/** What one source gives, told by its path and its text alone. */
export interface Examined {
  readonly hash: number;
  readonly words: WordFilter;
  /** What it may import. */
  readonly modules: readonly string[];
  /** Absent where it is not worth a scan. */
  readonly facts?: SourceFacts;
  /** Why scanning it fails, which is a defect of ours. */
  readonly defect?: string;
}

export interface Examiner {
  /** Scans the source too, where it may hold a read or `isWhole` says so. */
  examine(path: string, text: string, isWhole: boolean): Examined;
  /** @throws where it fails. */
  scan(path: string, text: string): SourceFacts;
}

/** What a source gives without a scan. */
export function survey(text: string): Examined {
  return { hash: contentHash(text), words: sourceFilter(text), modules: [...modulesNamed(text)] };
}

/** Of a source whose reads alone are wanted. */
const UNKNOWN: Examined = { hash: 0, words: '', modules: [] };

/** `howOf` tells how a file is scanned. */
export function createExaminer(
  { config, inferred }: ExamineWith,
  howOf: (path: string) => ScanHow = () => ({}),
): Examiner {
  const shapes = knownShapes(config, inferred);
  const { wrappers, bulks } = inferred;
  const isByItself = candidateFilter(knownShapes(config, NOTHING_INFERRED));
  const isNamed = nameFilter(shapeTable(wrappers, bulks));

  /** Whether a source is worth a scan. A wrapper that it declares itself is no reason: it may be none any more. */
  const isCandidate = (path: string, text: string): boolean => {
    if (isByItself(text)) return true;
    if (!isNamed(text)) return false;
    const others = wrappers.filter(({ wrapper }) => !wrapper?.startsWith(`${path}#`));
    return others.length === wrappers.length || nameFilter(shapeTable(others, bulks))(text);
  };

  const scan = (path: string, text: string): SourceFacts => scanSource(path, text, shapes, howOf(path));

  return {
    scan,
    examine: (path, text, isWhole) => {
      const known = howOf(path).readsAlone ? UNKNOWN : survey(text);
      if (!isWhole && !isTooLarge(text) && !isCandidate(path, text)) return known;
      try {
        return { ...known, facts: scan(path, text) };
      } catch (error) {
        return { ...known, defect: String(error) };
      }
    },
  };
}
