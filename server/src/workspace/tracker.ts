import { finish } from './per-file';

/**
 * Results that are worked out once, and again only after something that they were made of has changed. What a result is
 * made of is not declared but noticed: whatever is looked up while it is made, is what it depends on.
 */
export interface Tracker {
  /** What results may be made of, and what is told when it changes. */
  sources(): Sources;
  /** Results of one kind, by name. */
  results<T>(): Results<T>;
  /** What is looked up in `make`, so that what remembers its value can look that up again. */
  watch<T>(make: () => T): Watched<T>;
  /** Looks up again what a value was made of. */
  use(watched: Watched<unknown>): void;
  /** Does work of which the result that is being made does not become a part. */
  apart<T>(work: () => T): T;
}

export interface Sources {
  /** What is being made depends on this one. */
  use(name: string): void;
  /** It is another: every result that was made of it, directly or not, is forgotten. */
  change(name: string): void;
  /** Whether some result was made of it. */
  isUsed(name: string): boolean;
}

export interface Results<T> {
  /** The result of this name; `make` is run where there is none, or none any more. */
  get(name: string, make: () => T): T;
  /** The same, made step by step; at once after all, where something has changed between two steps. */
  steps(name: string, make: () => Generator<undefined, T>): Generator<undefined, T>;
  /** The names whose results were forgotten since this was asked last; nobody counts them before it is asked for the first time. */
  forgotten(): Iterable<string>;
}

export interface Watched<T> {
  readonly value: T;
  readonly of: readonly Node[];
}

/** There are hundreds of thousands of them, so they hold as little as may be. */
interface Node {
  /** What was made of it, if anything; among them may be some that are over. */
  users: Node[] | undefined;
  /** Something that it was made of has changed: it counts no more. */
  isOver: boolean;
  readonly name: string;
  /** Where it is kept; nowhere, where it is no result. */
  readonly results: Kept | undefined;
}

interface Kept {
  readonly known: Map<string, Node>;
  forgotten: Set<string> | undefined;
}

interface Result<T> extends Node {
  /** Nothing when it is over: others may hold it for a while. */
  value: T | undefined;
}

export function createTracker(): Tracker {
  let running: Set<Node> | undefined;

  const within = <T>(own: Set<Node> | undefined, work: () => T): T => {
    const outer = running;
    running = own;
    try {
      return work();
    } finally {
      running = outer;
    }
  };

  const watch = <T>(make: () => T): Watched<T> => {
    const of = new Set<Node>();
    const value = within(of, make);
    return { value, of: of.size > 0 ? [...of] : NOTHING };
  };

  /** How often anything has changed. */
  let changes = 0;
  const change = (node: Node): void => {
    changes++;
    const changed = [node];
    for (const part of changed) {
      const { users } = part;
      part.users = undefined;
      for (const user of users ?? []) {
        if (user.isOver) continue;
        user.isOver = true;
        user.results?.known.delete(user.name);
        user.results?.forgotten?.add(user.name);
        if ('value' in user) user.value = undefined;
        changed.push(user);
      }
    }
  };

  return {
    sources: () => {
      const known = new Map<string, Node>();
      return {
        use: (name) => {
          if (!running) return;
          let node = known.get(name);
          if (!node) {
            node = { users: undefined, isOver: false, name, results: undefined };
            known.set(name, node);
          }
          running.add(node);
        },
        change: (name) => {
          const node = known.get(name);
          if (node) change(node);
        },
        isUsed: (name) => known.get(name)?.users?.some(({ isOver }) => !isOver) ?? false,
      };
    },
    results: <T>(): Results<T> => {
      const known = new Map<string, Result<T>>();
      const kept: Kept = { known, forgotten: undefined };
      const add = (name: string, { value, of }: Watched<T>): Result<T> => {
        const node: Result<T> = { value, users: undefined, isOver: false, name, results: kept };
        known.set(name, node);
        for (const part of of) addUser(part, node);
        return node;
      };
      return {
        get: (name, make) => {
          const node = known.get(name) ?? add(name, watch(make));
          running?.add(node);
          return node.value as T;
        },
        *steps(name, make) {
          const begun = changes;
          const of = new Set<Node>();
          const steps = make();
          while (!known.has(name) && changes === begun) {
            const step = within(of, () => steps.next());
            if (step.done) add(name, { value: step.value, of: [...of] });
            else yield;
          }
          return this.get(name, () => finish(make()));
        },
        forgotten: () => {
          const names = kept.forgotten ?? [];
          kept.forgotten = new Set();
          return names;
        },
      };
    },
    watch,
    use: ({ of }) => {
      if (running) for (const part of of) running.add(part);
    },
    apart: (work) => within(undefined, work),
  };
}

/**
 * A list, for a set takes several times its memory; those that are over leave it when it has doubled. A short one is made anew at its
 * size, for one that grows keeps room for sixteen more, and most have few.
 */
function addUser(part: Node, user: Node): void {
  const users = part.users ?? NOTHING;
  const { length } = users;
  if (length < FEW_USERS) {
    part.users = length === 0 ? [user] : users.concat([user]);
    return;
  }
  if ((length & (length - 1)) === 0) part.users = users.filter(({ isOver }) => !isOver);
  part.users!.push(user);
}

const FEW_USERS = 8;

const NOTHING: readonly Node[] = [];
