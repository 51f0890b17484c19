import { formatDay } from '../flags/dates';
import { describeState } from '../flags/describe';
import { type Context, evaluate } from '../flags/evaluate';
import type { FlagValue } from '../flags/model';
import { suggest } from '../flags/suggest';
import { planFromWorkspace } from '../removal/from-workspace';
import { keepOf } from '../removal/keep';
import type { RemovalPlan } from '../removal/plan';
import type { TypeGate } from '../removal/type-gate';
import { applyEdits } from '../text/edits';
import { indexLines } from '../text/lines';
import { patchOf, type TextChange } from '../text/patch';
import type { Span } from '../text/span';
import { answeringFlag, environmentsOf, hasEnvironments } from '../workspace/environments';
import { lifeOf } from '../workspace/life';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import { undeclaredFlags } from '../workspace/undeclared';
import type { Workspace } from '../workspace/workspace';
import { whyNotEvaluated } from './evaluation';

/** A question that an assistant may ask: data in, data out, nothing is changed. Lines are counted from 1. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** For the assistant: what it answers, and when to ask it. */
  readonly description: string;
  /** A JSON Schema of its input. */
  readonly input: InputSchema;
  /** @throws {ToolRefusal} where the input does not fit. */
  run(workspace: Workspace, input: ToolInput, host: ToolHost): Promise<object>;
}

export interface InputSchema {
  readonly type: 'object';
  readonly properties: Readonly<
    Record<string, { readonly type?: string | readonly string[]; readonly description: string }>
  >;
  readonly required?: readonly string[];
}

export type ToolInput = Readonly<Record<string, unknown>>;

/** What a tool needs of where it runs. */
export interface ToolHost {
  /** Type-checks a plan, where that is possible. */
  readonly gate?: TypeGate;
}

/** The question cannot be answered as it was asked; the message says how it can. */
export class ToolRefusal extends Error {}

const FLAG = { flag: { type: 'string', description: "The flag's key, as flag files declare it." } } as const;
const KEEP = {
  keep: {
    description:
      "The value that the code keeps as the flag's answer: true, false, a text or another JSON value. Leave it out for a flag that is on or off for everyone.",
  },
} as const;

const listFlags: Tool = {
  name: 'flagwright_list_flags',
  title: 'List feature flags',
  description:
    'Lists the feature flags that the workspace declares, with state, rollout, owner, age, number of reads, and whether each is due for removal; and the flags that code reads and no flag file declares ("declared": false). Ask it first to learn which flags there are.',
  input: {
    type: 'object',
    properties: {
      query: {
        type: 'string',
        description: 'Only flags whose key, owner or description contains this text.',
      },
      due: { type: 'boolean', description: 'Only flags that are due for removal (stale or expired).' },
    },
  },
  async run(workspace, { query, due }) {
    const snapshot = workspace.snapshot();
    const words = typeof query === 'string' ? query.toLowerCase() : '';
    const flags: object[] = [];
    for (const key of snapshot.keys()) {
      const declared = snapshot.flag(key);
      if (!declared) continue;
      const { flag } = declared;
      const life = lifeOf(snapshot, declared);
      const isDue = life.staleness.stale || life.expired;
      const text = [key, flag.owner?.value, flag.description?.value].join('\n').toLowerCase();
      if ((due === true && !isDue) || !text.includes(words)) continue;
      flags.push({
        key,
        state: declared.state.kind,
        rollout: describeState(flag),
        ...(hasEnvironments(declared) && { environments: rolloutsOf(declared) }),
        stage: life.stage?.name ?? null,
        owner: flag.owner?.value ?? null,
        description: flag.description?.value ?? null,
        type: flag.type?.value ?? null,
        created: flag.created ? formatDay(flag.created.value) : null,
        expires: flag.expires ? formatDay(flag.expires.value) : null,
        due: isDue,
        why: life.staleness.why,
        reads: snapshot.readsOf(key).length,
        ...(await placeOf(workspace, { file: flag.file, span: flag.keySpan })),
      });
    }
    const undeclared = undeclaredFlags(snapshot);
    for (const [key, reads] of due === true ? [] : undeclared) {
      if (!key.toLowerCase().includes(words)) continue;
      flags.push({ key, declared: false, reads: reads.length, ...(await placeOf(workspace, reads[0]!)) });
    }
    return { total: snapshot.keys().length + undeclared.size, flags };
  },
};

const findUsages: Tool = {
  name: 'flagwright_find_usages',
  title: 'Find usages of a feature flag',
  description:
    "Finds every place that reads, declares or mentions a feature flag, through the project's own wrappers and constants, with the line of code. A text search would miss reads by a constant and find equal texts that are none.",
  input: { type: 'object', properties: FLAG, required: ['flag'] },
  async run(workspace, input) {
    const key = textOf(input, 'flag');
    await workspace.findMentions([key]);
    const snapshot = workspace.snapshot([key]);
    const declared = snapshot.flag(key);
    const usages: object[] = [];
    const add = async (kind: string, certainty: string, places: Iterable<{ file: string; span: Span }>) => {
      for (const place of places) usages.push({ kind, certainty, ...(await placeOf(workspace, place)) });
    };
    const entries = (declared?.declarations ?? []).map(({ flag }) => ({
      file: flag.file,
      span: flag.keySpan,
    }));
    await add('declaration', 'certain', [...entries, ...snapshot.codeDeclarationsOf(key)]);
    for (const read of snapshot.readsOf(key)) await add('read', read.certainty, [read]);
    await add('dynamic', 'undeterminable', snapshot.dynamicReadsOf(key));
    await add('write', 'certain', snapshot.writesOf(key));
    await add('mention', 'likely', snapshot.mentionsOf(key) ?? []);
    return { flag: key, declared: entries.length > 0, ...meant(snapshot, key, entries.length > 0), usages };
  },
};

const planRemoval: Tool = {
  name: 'flagwright_plan_removal',
  title: 'Plan the removal of a feature flag',
  description:
    'Plans the removal of a feature flag from code and flag files without changing what the program does, and gives it as a unified diff with the places that are left for a person and why. Nothing is written. Prefer it to editing by hand: it folds conditions, removes what became dead, and is checked.',
  input: { type: 'object', properties: { ...FLAG, ...KEEP }, required: ['flag'] },
  async run(workspace, input, { gate }) {
    const { plan, changes } = await removalFor(workspace, input, gate);
    return describePlan(workspace, plan, changes);
  },
};

const evaluateFlag: Tool = {
  name: 'flagwright_evaluate',
  title: 'Evaluate a feature flag',
  description:
    'Says whether a feature flag is on or off for a user, by what the flag file says, and which step decided: the switch, the users by name, a rule or the percentage.',
  input: {
    type: 'object',
    properties: {
      ...FLAG,
      context: {
        type: 'object',
        description: 'What is known of the one who asks: {"user_id": "user_123", "plan": "pro"}.',
      },
    },
    required: ['flag'],
  },
  async run(workspace, input) {
    const key = textOf(input, 'flag');
    const { context = {} } = input;
    if (typeof context !== 'object' || context === null || Array.isArray(context)) {
      throw new ToolRefusal('"context" is an object of names and values, such as {"user_id": "user_123"}.');
    }
    const snapshot = workspace.snapshot();
    const declared = snapshot.flag(key);
    const flag = declared && answeringFlag(declared).flag;
    const opaque = flag && whyNotEvaluated(snapshot, flag);
    if (opaque !== undefined) throw new ToolRefusal(`${opaque}.`);
    // No prototype: an attribute may be called anything.
    const attributes: Context = Object.assign(Object.create(null), context);
    const environments = (declared ? environmentsOf(declared) : []).flatMap((one): object[] => {
      if (one.environment === undefined) return [];
      const { environment } = one;
      const unclear = whyNotEvaluated(snapshot, one.flag);
      if (unclear !== undefined) return [{ environment, on: null, reason: unclear }];
      return [{ environment, ...evaluate(one.flag, attributes, 'text') }];
    });
    return {
      flag: key,
      declared: declared !== undefined,
      ...meant(snapshot, key, declared !== undefined),
      ...evaluate(flag, attributes, 'text'),
      ...(environments.length > 1 && { environments }),
    };
  },
};

/** What every assistant may ask, whatever door it comes through. */
export const TOOLS: readonly Tool[] = [listFlags, findUsages, planRemoval, evaluateFlag];

/** The same plan, for those who may also apply it. */
export async function removalFor(
  workspace: Workspace,
  input: ToolInput,
  gate: TypeGate | undefined,
): Promise<{ readonly plan: RemovalPlan; readonly changes: readonly TextChange[] }> {
  const flag = textOf(input, 'flag');
  const snapshot = workspace.snapshot();
  const keep = 'keep' in input ? (input.keep as FlagValue) : stateOf(snapshot, flag);
  const plan = await planFromWorkspace(workspace, { flag, keep, scope: { kind: 'everywhere' } }, gate);
  const changes: TextChange[] = [];
  for (const { file, edits } of plan.files) {
    const before = (await workspace.text(file)) ?? '';
    changes.push({ file, before, after: applyEdits(before, edits) });
  }
  return { plan, changes };
}

/** A plan as an assistant reads it. */
export async function describePlan(
  workspace: Workspace,
  plan: RemovalPlan,
  changes: readonly TextChange[],
): Promise<object> {
  return {
    flag: plan.flag,
    keep: plan.keep,
    complete: plan.review.length === 0,
    removesEntry: plan.removesEntry,
    files: changes.map(({ file }) => file),
    diff: patchOf(changes),
    review: await Promise.all(
      plan.review.map(async ({ reason, ...place }) => ({ reason, ...(await placeOf(workspace, place)) })),
    ),
    notes: plan.notes.map(({ file, message }) => ({ file, message })),
    checks: plan.checks,
  };
}

function rolloutsOf(declared: DeclaredFlag): Record<string, string> {
  return Object.fromEntries(
    environmentsOf(declared).map(({ environment, flag }) => [environment ?? flag.file, describeState(flag)]),
  );
}

function stateOf(snapshot: Snapshot, flag: string): FlagValue {
  const declared: DeclaredFlag | undefined = snapshot.flag(flag);
  if (!declared) {
    const { didYouMean } = meant(snapshot, flag, false);
    const hint = didYouMean ? ` Did you mean '${didYouMean}'?` : '';
    throw new ToolRefusal(
      `No flag file declares '${flag}'.${hint} Otherwise name the value that the code keeps as "keep".`,
    );
  }
  const decision = keepOf(declared);
  if ('keep' in decision) return decision.keep;
  throw new ToolRefusal(
    `${decision.refusal}. Ask the person which value the code keeps, and give it as "keep".`,
  );
}

function meant(snapshot: Snapshot, key: string, isDeclared: boolean): { readonly didYouMean?: string } {
  const other = isDeclared ? undefined : suggest(key, snapshot.keys());
  return other === undefined ? {} : { didYouMean: other };
}

function textOf(input: ToolInput, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ToolRefusal(`"${name}" is a text, and is needed.`);
}

async function placeOf(
  workspace: Workspace,
  { file, span }: { readonly file: string; readonly span: Span },
): Promise<{ file: string; line: number; column: number; code: string }> {
  const text = (await workspace.text(file)) ?? '';
  const lines = indexLines(text);
  const { line, character } = lines.positionAt(span.start);
  const { start, end } = lines.lineSpan(line);
  return { file, line: line + 1, column: character + 1, code: text.slice(start, end).trim().slice(0, 200) };
}
