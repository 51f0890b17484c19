import { inForm, type Naming } from '../usages/naming';
import type { Snapshot } from './snapshot';

/** The texts by which code names a flag: its key, and the forms in which reads write it, if no other flag's is the same: `newUi` for `new-ui`. */
export function formsOf(snapshot: Snapshot, key: string): readonly string[] {
  const forms = new Set([key]);
  for (const naming of namingsOf(snapshot, key)) {
    const form = inForm(key, naming);
    if (!snapshot.keys().some((other) => other !== key && inForm(other, naming) === form)) forms.add(form);
  }
  return [...forms];
}

/** Tells of a text the flag of which it is a form, where flags are asked for in one of the forms that this one is. */
export function keysInForms(snapshot: Snapshot, key: string): (name: string) => string | undefined {
  const keys = new Map<string, string>();
  for (const naming of namingsOf(snapshot, key))
    for (const other of snapshot.keys()) if (other !== key) keys.set(inForm(other, naming), other);
  for (const form of formsOf(snapshot, key)) keys.set(form, key);
  return (name) => keys.get(name);
}

function namingsOf(snapshot: Snapshot, key: string): ReadonlySet<Naming> {
  return new Set(snapshot.readsOf(key).flatMap(({ naming }) => naming ?? []));
}
