import type { ExportFact, ReadFact, SourceFacts, WrapperFact } from '../usages/facts';
import { withoutPlaces } from '../usages/values';
import { holds } from './packed-facts';
import { isSame } from './same';
import type { Sources, Tracker } from './tracker';

/**
 * What results are made of, part by part: most of what changes while a file is typed in, such as where things stand,
 * concerns nobody but the file itself.
 */
export interface FactParts {
  /** By file: all of its facts. */
  readonly facts: Sources;
  /** By file: what it exports, and whether it was scanned. */
  readonly exports: Sources;
  /** By file: what it holds under which names. */
  readonly holders: Sources;
  /** By file: what it says of wrappers. */
  readonly wrapping: Sources;
  /** The same of all files together, under `ALL`, where any of them changes. */
  readonly allHolders: Sources;
  readonly allWrapping: Sources;
  /** Under `ALL`: by what names files export what, whatever its value. */
  readonly exportedNames: Sources;
  /** A file's facts are others. */
  tell(file: string, before: SourceFacts | undefined, after: SourceFacts | undefined): void;
}

export const ALL = '';

export function createFactParts(tracker: Tracker): FactParts {
  const parts = {
    facts: tracker.sources(),
    exports: tracker.sources(),
    holders: tracker.sources(),
    wrapping: tracker.sources(),
    allHolders: tracker.sources(),
    allWrapping: tracker.sources(),
    exportedNames: tracker.sources(),
  };
  return {
    ...parts,
    tell: (file, before, after) => {
      parts.facts.change(file);
      // Facts that come or go are not looked into: it counts whether they say anything.
      const one = before && after ? undefined : (before ?? after);
      if (one || !areNamedAlike(before!, after!)) {
        parts.exports.change(file);
        parts.exportedNames.change(ALL);
      } else if (parts.exports.isUsed(file) && !isSame(before!.exports, after!.exports))
        parts.exports.change(file);
      if (one ? holds(one, 'holders') : !isSame(before?.holders, after?.holders)) {
        parts.holders.change(file);
        parts.allHolders.change(ALL);
      }
      if (one ? isWrapping(one) : !isSame(wrappingOf(before!), wrappingOf(after!))) {
        parts.wrapping.change(file);
        parts.allWrapping.change(ALL);
      }
    },
  };
}

/** Whether they export what is called alike, in the same order. */
function areNamedAlike(before: SourceFacts, after: SourceFacts): boolean {
  if (!isSame(before.exportAll, after.exportAll) || before.exports.size !== after.exports.size) return false;
  const names = after.exports.keys();
  for (const name of before.exports.keys()) {
    if (name !== names.next().value) return false;
    if (!isSame(originalOf(before.exports.get(name)!), originalOf(after.exports.get(name)!))) return false;
  }
  return true;
}

/** What an export is called where it comes from. */
function originalOf(fact: ExportFact): unknown {
  if (fact.kind === 'local') return fact.name;
  if (fact.kind === 'import') return [fact.name, fact.module];
  const { value } = fact;
  return value.kind === 'import' ? [value.name, value.module, value.path] : undefined;
}

function isWrapping(facts: SourceFacts): boolean {
  return holds(facts, 'wrappers') || holds(facts, 'asked') || holds(facts, 'overrides');
}

/** What tells others which functions of a file read flags for them; nothing where none does. */
function wrappingOf(facts: SourceFacts): unknown {
  if (!isWrapping(facts)) return undefined;
  const { wrappers, reads, asked, overrides } = facts;
  return [wrappers.map((fact) => [wrapperOf(fact), innerOf(reads[fact.read]!)]), asked, overrides];
}

function wrapperOf({ span: _, read: __, ...fact }: WrapperFact): unknown {
  return fact;
}

function innerOf({ key, shape, opaque, isSymbol, reader: { keyTable: _, ...reader } }: ReadFact): unknown {
  return [withoutPlaces(key), shape, opaque, isSymbol, reader];
}
