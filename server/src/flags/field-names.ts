import type { FlagFileOptions, StateWord } from './options';
import { canonicalName, type FieldName, type FieldSpec, FLAG_FIELDS } from './schema';

/** How one project names the fields. */
export interface FieldNames {
  /** What a name of the file means; undefined where it means nothing to us. */
  meaningOf(name: string): FieldMeaning | undefined;
  /** The names that the file may use, as the project writes them. */
  readonly known: readonly string[];
  /** The fields of a list's items that hold their key, the first that is there counts. */
  readonly keys: readonly string[];
  /** What a word of the project's own says in the place of `enabled`. */
  stateOf(word: string): StateWord | undefined;
}

export interface FieldMeaning {
  readonly field: FieldName;
  readonly spec: FieldSpec;
  /** True where the project's configuration gave the name: then the values may have a shape of the project's own. */
  readonly mapped: boolean;
}

/** The name under which an entry has a field, or would have it: one of its own names first. */
export function nameOfField(names: FieldNames, field: FieldName, present: Iterable<string>): string {
  for (const name of present) if (names.meaningOf(name)?.field === field) return name;
  return names.known.find((name) => names.meaningOf(name)!.field === field)!;
}

/** A field that the configuration names differently goes by that name only; its synonyms stay. */
export function fieldNames(options: FlagFileOptions): FieldNames {
  const mapping = new Map(Object.entries(options.fields ?? {}));
  const states = new Map(Object.entries(options.states ?? {}));
  const meanings = new Map<string, FieldMeaning>();
  for (const spec of FLAG_FIELDS) {
    const name = mapping.get(spec.name);
    meanings.set(name ?? spec.name, { field: canonicalName(spec), spec, mapped: name !== undefined });
  }
  const key = mapping.get('key') ?? mapping.get('name');
  return {
    meaningOf: (name) => meanings.get(name),
    known: [...meanings.keys()],
    keys: key === undefined ? ['key', 'name'] : [key],
    stateOf: (word) => states.get(word),
  };
}
