import * as l10n from '@vscode/l10n';
import { type DataNode, type Entry, type MapNode, plainValue, sameData } from '../text/tree';
import { type Doubt, doubtOf } from './doubt';
import type { FieldMeaning, FieldNames } from './field-names';
import type { Day, FlagType, FlagValue, Located, ScheduleStep, TargetingRule } from './model';
import { type EntryReport, inWords, shown } from './report';
import { readRules } from './rules';
import {
  type Fail,
  isConstant,
  oldBoolean,
  readBoolean,
  readDate,
  readPercentage,
  readText,
  readType,
} from './scalars';
import { readSchedule } from './schedule';
import type { FieldName } from './schema';
import { suggest } from './suggest';

/** What the fields of one entry say; a field that is there but says nothing valid stands in `invalid`. */
export interface FieldValues {
  enabled?: Located<boolean>;
  /** In place of `enabled`, a constant that is no boolean. */
  fixed?: Located<FlagValue>;
  /** A word of the project's own says: on for some. */
  isPartial?: true;
  percentage?: Located<number>;
  allowedUsers: readonly Located<string>[];
  rules: readonly TargetingRule[];
  /** True where the rules are of a shape of the project's own, which may turn the flag on or off. */
  foreignRules: boolean;
  /** A field that we do not know, and that may make the flag another thing for some. */
  doubt?: Doubt;
  schedule: readonly ScheduleStep[];
  description?: Located<string>;
  owner?: Located<string>;
  created?: Located<Day>;
  expires?: Located<Day>;
  ticket?: Located<string>;
  type?: Located<FlagType>;
  permanent?: Located<boolean>;
  /** The entries that gave the fields, for evidence. */
  readonly entries: ReadonlyMap<FieldName, Entry>;
  /** Why a field cannot be relied on. */
  readonly invalid: ReadonlyMap<FieldName, string>;
}

/** Reads and checks the fields of an entry; `keyField` names the field that holds its key, in a list of flags. */
export function readFields(
  map: MapNode,
  names: FieldNames,
  report: EntryReport,
  keyField?: string,
): FieldValues {
  const entries = new Map<FieldName, Entry>();
  const meanings = new Map<FieldName, FieldMeaning>();
  const invalid = new Map<FieldName, string>();
  for (const entry of map.entries) {
    if (entry.key === keyField || entry.key === '<<') continue;
    const meaning = names.meaningOf(entry.key);
    if (!meaning) continue;
    const earlier = entries.get(meaning.field);
    if (earlier && entry.inherited) continue;
    if (earlier) reportTwice(earlier, entry, meaning.field);
    entries.set(meaning.field, entry);
    meanings.set(meaning.field, meaning);
  }
  reportUnknown(map, names, report, keyField);

  const values: FieldValues = {
    allowedUsers: [],
    rules: [],
    foreignRules: false,
    schedule: [],
    entries,
    invalid,
  };
  for (const [field, entry] of entries) readField(field, entry, meanings.get(field)!);
  const doubt = doubtOf(map, names, keyField);
  if (doubt) values.doubt = doubt;
  return values;

  function reportTwice(earlier: Entry, later: Entry, field: FieldName): void {
    const same = sameData(earlier.value, later.value);
    const line = report.lineOf(earlier.keySpan.start);
    const parts = { field: later.key, other: earlier.key, line };
    report.invalid(later.keySpan, earlier.key === later.key ? twice(parts, same) : both(parts, same));
    if (!same) invalid.set(field, l10n.t('{field} stands twice with different values', parts));
  }

  function readField(field: FieldName, entry: Entry, meaning: FieldMeaning): void {
    const node = entry.value;
    const fail = (problem: string, suggestion?: string): undefined => {
      report.invalid(
        node.span.end > node.span.start ? node.span : entry.keySpan,
        l10n.t('{field} {problem}', { field: entry.key, problem }),
        suggestion,
      );
      if (!invalid.has(field)) invalid.set(field, l10n.t('{0} is {1}', entry.key, shown(node)));
      return undefined;
    };
    const at = <T>(value: T | undefined): Located<T> | undefined =>
      value === undefined ? undefined : { value, span: node.span };
    switch (meaning.spec.kind) {
      case 'boolean':
        if (field === 'enabled' && node.kind === 'scalar' && names.stateOf(node.text) !== undefined) {
          const state = names.stateOf(node.text)!;
          values.enabled = { value: state !== 'off', span: node.span };
          if (state === 'partial') values.isPartial = true;
        } else if (field === 'enabled' && meaning.mapped && isConstant(node)) {
          values.fixed = { value: plainValue(node) as FlagValue, span: node.span };
        } else if (field === 'permanent' && meaning.mapped && isReason(node)) {
          values.permanent = { value: true, span: node.span };
        } else {
          set(field as 'enabled' | 'permanent', at(readBoolean(node, fail)));
        }
        break;
      case 'percentage':
        values.percentage = { value: readPercentage(node, fail), span: node.span };
        break;
      case 'users':
        values.allowedUsers = readUsers(node, fail, report, entry);
        break;
      case 'rules': {
        const rules = readRules(node, meaning.mapped, report, fail);
        values.rules = rules.rules;
        values.foreignRules = rules.foreign;
        break;
      }
      case 'schedule':
        values.schedule = readSchedule(node, meaning.mapped, report, fail);
        break;
      case 'date':
        set(field as 'created' | 'expires', at(readDate(node, fail)));
        break;
      case 'type':
        set('type', at(readType(node, meaning.mapped, fail)));
        break;
      default:
        set(
          field as 'description' | 'owner' | 'ticket',
          at(readText(node, meaning.spec.kind === 'ticket', fail)),
        );
    }
  }

  function set<K extends keyof FieldValues>(name: K, value: FieldValues[K] | undefined): void {
    if (value !== undefined) values[name] = value;
  }
}

type Twice = {
  readonly field: string;
  readonly other: string;
  readonly line: number;
};

function twice(parts: Twice, same: boolean): string {
  return same
    ? l10n.t('{field} stands twice, the other on line {line}. Keep one.', parts)
    : l10n.t('{field} stands twice with different values, the other on line {line}. Keep one.', parts);
}

/** One field under two of its names. */
function both(parts: Twice, same: boolean): string {
  return same
    ? l10n.t('{other} and {field} stand twice, the other on line {line}. Keep one.', parts)
    : l10n.t(
        '{other} and {field} stand twice with different values, the other on line {line}. Keep one.',
        parts,
      );
}

/** A project's own field may say why a flag stays, in place of that it does. */
function isReason(node: DataNode): boolean {
  const isText = node.kind === 'scalar' && typeof node.value === 'string' && node.value.trim() !== '';
  return isText && oldBoolean(node) === undefined && isConstant(node);
}

function readUsers(node: DataNode, fail: Fail, report: EntryReport, entry: Entry): Located<string>[] {
  if (node.kind === 'scalar' && node.value === null) return [];
  if (node.kind !== 'list') {
    fail(l10n.t('must be a list of user ids, and {0}. Put it in [ ].', inWords(node)));
    return [];
  }
  return node.items.flatMap(({ value }) => {
    const isId =
      value.kind === 'scalar' && (typeof value.value === 'string' || typeof value.value === 'number');
    if (isId) return [{ value: value.text, span: value.span }];
    report.invalid(value.span, l10n.t('{0} must hold user ids as text, and {1}.', entry.key, inWords(value)));
    return [];
  });
}

/** A hint where a name is nearly that of a field which the entry lacks. */
function reportUnknown(
  map: MapNode,
  names: FieldNames,
  report: EntryReport,
  keyField: string | undefined,
): void {
  const present = new Set(map.entries.map((entry) => entry.key));
  const missing = names.known.filter((name) => !present.has(name));
  for (const entry of map.entries) {
    if (entry.inherited || entry.key === keyField || names.meaningOf(entry.key)) continue;
    const meant = suggest(entry.key, missing);
    if (meant) report.unknown(entry.keySpan, entry.key, meant);
  }
}
