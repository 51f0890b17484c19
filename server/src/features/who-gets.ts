import { readContext } from '../flags/context-text';
import { formatDay } from '../flags/dates';
import { bucketOf, evaluate } from '../flags/evaluate';
import type { Flag } from '../flags/model';
import { type Share, sharesOf, syntheticUsers } from '../flags/share';
import { answeringFlag, hasEnvironments } from '../workspace/environments';
import type { Snapshot } from '../workspace/snapshot';
import { whyNotEvaluated } from './evaluation';
import { keyOf, targetAt } from './target';
import { shorten } from './text';

/** A flag about which a person may ask "who gets this?", and what its rules ask about. */
export interface Question {
  readonly flag: string;
  readonly attributes: readonly Attribute[];
}

/** An attribute of the context, with values that a rule names. */
export interface Attribute {
  readonly name: string;
  readonly values: readonly string[];
}

/** The flag under the cursor, at a read, its entry or anywhere inside of that; nothing where none is declared. */
export function questionAt(snapshot: Snapshot, file: string, offset: number): Question | undefined {
  const target = targetAt(snapshot, file, offset);
  const around = snapshot.flagFiles
    .get(file)
    ?.flags.find(({ span }) => span.start <= offset && offset <= span.end);
  const key = target ? keyOf(target) : around?.key;
  return key === undefined ? undefined : questionAbout(snapshot, key, file);
}

export function questionAbout(snapshot: Snapshot, key: string, file: string): Question | undefined {
  const declared = snapshot.flag(key, file);
  return declared && { flag: key, attributes: attributesOf(answeringFlag(declared).flag) };
}

/** `user_id` first: whom the percentage and the list of users are about. */
function attributesOf(flag: Flag): Attribute[] {
  const values = new Map<string, Set<string>>([
    ['user_id', new Set(flag.allowedUsers.map(({ value }) => value))],
  ]);
  for (const { attribute, operator, value } of flag.rules) {
    if (operator === 'opaque' || attribute === '') continue;
    const known = values.get(attribute) ?? new Set();
    values.set(attribute, known);
    if (operator === 'exists' || operator === 'matches') continue;
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) known.add(String(item));
  }
  return [...values].map(([name, known]) => ({ name, values: [...known].slice(0, MOST_VALUES) }));
}

const MOST_VALUES = 20;

/** The answer for one context, as sentences; or what keeps us from one. */
export type Answer =
  | {
      readonly on: boolean;
      readonly text: string;
      /** For how many the flag is on, where that was asked. */
      readonly shares?: readonly string[];
    }
  | { readonly problem: string };

/** Evaluates a flag for a context as a person has written it: `user_id=user_123, plan=pro`. */
export function whoGets(
  snapshot: Snapshot,
  key: string,
  file: string,
  text: string,
  { withShares = false }: { readonly withShares?: boolean } = {},
): Answer {
  const declared = snapshot.flag(key, file);
  if (!declared) return { problem: `No flag file declares '${key}'.` };
  const { flag, environment } = answeringFlag(declared);
  const reading = readContext(text);
  if ('problem' in reading) return reading;
  const opaque = whyNotEvaluated(snapshot, flag);
  if (opaque !== undefined) return { problem: `${opaque}.` };
  const { context } = reading;
  const { on, step, reason, bucket } = evaluate(flag, context, 'text');
  const who = text.trim() === '' ? 'a context without attributes' : shorten(text.trim(), 120);
  const user = context.user_id;
  const aside =
    bucket === undefined && user !== undefined ? ` Bucket ${bucketOf(key, user)} was not asked for.` : '';
  const where = environment !== undefined && hasEnvironments(declared) ? ` in ${environment}` : '';
  const answer = `'${key}' is ${on ? 'on' : 'off'} for ${who}${where}. Step ${step}: ${reason}.${aside}`;
  if (!withShares) return { on, text: answer };
  const { present, planned } = sharesOf(flag, syntheticUsers(context), 'text');
  return {
    on,
    text: answer,
    shares: [
      `now ${percentOf(present)}`,
      ...planned.map((share) => `${formatDay(share.date)}, at ${share.percentage} %: ${percentOf(share)}`),
    ],
  };
}

function percentOf({ on, of }: Share): string {
  return `${((on / of) * 100).toFixed(1)} %`;
}
