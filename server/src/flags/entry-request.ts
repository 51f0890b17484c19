import { type EntryEdit, editEntry, type FlagText } from './edit-entry';
import { fieldNames, nameOfField } from './field-names';
import { readFlagFile } from './read';
import type { Refusal } from './remove-entry';
import type { FieldName } from './schema';
import { switchFlag } from './switch-flag';
import type { Wanted } from './switches';

/** What is to be done to one flag of one file: data, so that it can be offered now and worked out when it is chosen. */
export type EntryRequest = {
  readonly file: string;
  readonly key: string;
  /** The section of the file, where it has one for each environment. */
  readonly environment?: string;
} & EntryTask;

export type EntryTask =
  | { readonly task: 'switch'; readonly wanted: Wanted }
  | { readonly task: 'set'; readonly field: FieldName; readonly value: string | boolean }
  /** On for everyone, and nothing left that could have narrowed it. */
  | { readonly task: 'rollOut' };

/** A task that lacks an answer: a person picks one of the choices, or types another where the editor can ask. */
export interface EntryQuestion {
  readonly file: string;
  readonly key: string;
  readonly environment?: string;
  readonly about: 'owner' | 'expiry' | 'percentage';
  /** What stands there now. */
  readonly current?: string;
  /** The likeliest answers first; each with the title of an action of its own. */
  readonly choices: readonly EntryChoice[];
}

export interface EntryChoice {
  readonly title: string;
  readonly label: string;
  readonly description?: string;
  readonly task: EntryTask;
}

/** The edit that does what was asked for, or why it is not done. */
export function planEntryEdit(request: EntryRequest, source: FlagText): EntryEdit | Refusal {
  const { key } = request;
  switch (request.task) {
    case 'switch':
      return switchFlag(source, key, request.wanted);
    case 'set': {
      const { field, value } = request;
      return editEntry(source, key, [{ path: [nameIn(source, key, field)], value }], (after) => {
        return field in SHOWN ? after[SHOWN[field as keyof typeof SHOWN]] !== undefined : true;
      });
    }
    case 'rollOut': {
      const name = (field: FieldName): string => nameIn(source, key, field);
      return editEntry(
        source,
        key,
        [
          { path: [name('enabled')], value: true },
          { path: [name('percentage')], value: 100 },
          { path: [name('rules')] },
          { path: [name('allowed_users')] },
        ],
        ({ state }) => state.kind === 'on',
      );
    }
  }
}

/** Fields that must be read again once they are set. */
const SHOWN = { owner: 'owner', expires: 'expires', created: 'created', type: 'type' } as const;

/** The name that the entry has for a field, else the one that its neighbours use, else the first that is known. */
function nameIn({ path, text, options }: FlagText, key: string, field: FieldName): string {
  const flags = readFlagFile(path, text, options)?.flags ?? [];
  const own = flags.filter((flag) => flag.key === key);
  const used = [...own, ...flags].flatMap(({ fields }) => fields.map(({ name }) => name));
  return nameOfField(fieldNames(options), field, used);
}
