import { matches, type Reading } from './matching';
import { md5 } from './md5';
import type { Flag, TargetingRule } from './model';

/** What is known about the one who asks: attributes by name, `user_id` among them. */
export type Context = Readonly<Record<string, unknown>>;

/** The answer of a flag in one context, and how it came about. */
export interface Evaluation {
  readonly on: boolean;
  /** The step of the flag model that decided. */
  readonly step: Step;
  /** The same in words, as one sentence without a full stop. */
  readonly reason: string;
  /** The bucket of the user, 0 to 99, where the percentage decided and the context names a user. */
  readonly bucket?: number;
  /** The rule that matched. */
  readonly rule?: TargetingRule;
}

/** `targeting` is the last step: no percentage, so on for everyone unless rules or users narrow it. */
export type Step = 'unknown' | 'enabled' | 'allowed_users' | 'rules' | 'percentage' | 'targeting';

/**
 * Evaluates a flag step by step; the first step that decides, decides. An undeclared flag (undefined) is off.
 * With `reading` `text` the context's values come from a command line: they are converted to the types of the rules.
 */
export function evaluate(flag: Flag | undefined, context: Context, reading: Reading = 'typed'): Evaluation {
  if (!flag) return { on: false, step: 'unknown', reason: 'unknown flag' };
  if (flag.enabled?.value !== true) return { on: false, step: 'enabled', reason: whyNotEnabled(flag) };

  const user = userOf(context);
  if (user !== undefined && flag.allowedUsers.some((allowed) => allowed.value === user)) {
    return { on: true, step: 'allowed_users', reason: `user ${user} is in allowed_users` };
  }
  const rule = flag.rules.find((candidate) =>
    matches(candidate, attributeOf(context, candidate.attribute), reading),
  );
  if (rule) {
    return {
      on: true,
      step: 'rules',
      rule,
      reason: `the rule on ${rule.attribute} (${rule.operator}) matches`,
    };
  }
  if (flag.percentage) return byPercentage(flag.key, flag.percentage.value, user);
  if (flag.rules.length === 0 && flag.allowedUsers.length === 0) {
    return { on: true, step: 'targeting', reason: 'it is enabled for everyone' };
  }
  return {
    on: false,
    step: 'targeting',
    reason: 'it is on for its users and rules only, and none of them matches',
  };
}

/** The bucket of a user, 0 to 99: the first two bytes of MD5 of `flag:user` in UTF-8, big-endian, modulo 100. */
export function bucketOf(flag: string, user: string): number {
  const digest = md5(UTF8.encode(`${flag}:${user}`));
  return (digest[0]! * 256 + digest[1]!) % 100;
}

const UTF8 = new TextEncoder();

function byPercentage(flag: string, percentage: number, user: string | undefined): Evaluation {
  if (user === undefined) {
    const on = percentage === 100;
    const reason = on
      ? 'it is on for 100 %'
      : `it is on for ${percentage} %, and the context names no user_id`;
    return {
      on,
      step: 'percentage',
      reason: Number.isNaN(percentage) ? 'its percentage is no number' : reason,
    };
  }
  const bucket = bucketOf(flag, user);
  const on = bucket < percentage;
  const reason = Number.isNaN(percentage)
    ? 'its percentage is no number'
    : `bucket ${bucket} of user ${user} is ${on ? 'below' : 'not below'} the percentage ${percentage}`;
  return { on, step: 'percentage', reason, bucket };
}

function whyNotEnabled({ enabled, state }: Flag): string {
  if (enabled) return 'it is not enabled';
  if (state.kind === 'fixed') return `its value is the constant ${JSON.stringify(state.value)}`;
  return state.kind === 'unknown' ? `it is not enabled: ${state.reason}` : 'it is not enabled';
}

/** The id as text, the way the bucket and `allowed_users` use it. */
function userOf(context: Context): string | undefined {
  const user = attributeOf(context, 'user_id');
  if (typeof user === 'string') return user;
  return typeof user === 'number' || typeof user === 'bigint' ? String(user) : undefined;
}

/** Own attributes only: `constructor` is none that a context has by itself. */
function attributeOf(context: Context, name: string): unknown {
  return Object.hasOwn(context, name) ? context[name] : undefined;
}
