import { currentUser } from './session';
import type { User } from './types';

interface Rule {
  readonly attribute: keyof User;
  readonly operator: 'equals' | 'in' | 'ends_with';
  readonly value: string | string[];
}

interface Flag {
  readonly enabled: boolean;
  readonly percentage?: number;
  readonly allowed_users?: string[];
  readonly rules?: Rule[];
}

const loaded = new Map<string, Flag>();

/** Loads the flags of config/feature_flags.yaml, once, before the first page is drawn. */
export async function loadFlags(): Promise<void> {
  const response = await fetch('/config/feature_flags.json');
  const file: { flags: Record<string, Flag> } = await response.json();
  for (const [key, flag] of Object.entries(file.flags)) loaded.set(key, flag);
}

/** Whether the feature is on for this user. A flag that nobody declared is off. */
export function isEnabled(key: string, user?: User): boolean {
  const flag = loaded.get(key);
  if (!flag?.enabled) return false;
  if (user && flag.allowed_users?.includes(user.id)) return true;
  if (user && flag.rules?.some((rule) => matches(rule, user))) return true;
  if (flag.percentage === undefined) return !flag.rules && !flag.allowed_users;
  return flag.percentage === 100 || (user !== undefined && bucket(key, user.id) < flag.percentage);
}

/** The same for views, which know who is signed in. */
export function useFlag(key: string): boolean {
  return isEnabled(key, currentUser());
}

/** For emergencies: on, even before the flags are loaded, until someone turns one off. */
export const KILL_SWITCHES = {
  get payments(): boolean {
    return loaded.get('payments')?.enabled ?? true;
  },
};

function matches(rule: Rule, user: User): boolean {
  const actual = user[rule.attribute];
  if (typeof actual !== 'string') return false;
  if (Array.isArray(rule.value)) return rule.operator === 'in' && rule.value.includes(actual);
  return rule.operator === 'ends_with' ? actual.endsWith(rule.value) : actual === rule.value;
}

/** Spreads the users of each flag evenly over 0 to 99. */
function bucket(key: string, userId: string): number {
  let hash = 7;
  for (const char of `${key}:${userId}`) hash = (hash * 31 + char.charCodeAt(0)) % 1_000_003;
  return hash % 100;
}
