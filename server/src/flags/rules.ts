import * as l10n from '@vscode/l10n';
import { RE2JS } from 're2js';
import { type DataNode, entryOf, type MapNode, plainValue, type ScalarNode } from '../text/tree';
import { parseDay } from './dates';
import { OPERATORS, type Operator, type TargetingRule } from './model';
import { type EntryReport, inWords, shown } from './report';
import type { Fail } from './scalars';
import { RULE_FIELDS } from './schema';
import { suggest } from './suggest';
import { parseVersion } from './versions';

export interface RulesReading {
  readonly rules: readonly TargetingRule[];
  /** True where one is of a shape of the project's own. */
  readonly foreign: boolean;
}

/** Reads a list of rules. Where the project named the field itself, rules of its own shape are opaque and no problem. */
export function readRules(node: DataNode, mapped: boolean, report: EntryReport, fail: Fail): RulesReading {
  if (node.kind === 'scalar' && node.value === null) return { rules: [], foreign: false };
  if (node.kind !== 'list') {
    if (mapped) return { rules: [foreignRule(node)], foreign: true };
    fail(`must be a list of rules, and ${inWords(node)}. Begin each rule with a dash.`);
    return { rules: [], foreign: false };
  }
  let foreign = false;
  const rules = node.items.map(({ value }) => {
    if (mapped && !isOwnShape(value)) {
      foreign = true;
      return foreignRule(value);
    }
    return readRule(value, report);
  });
  return { rules, foreign };
}

function isOwnShape(node: DataNode): boolean {
  return (
    node.kind === 'map' && entryOf(node, 'attribute') !== undefined && entryOf(node, 'operator') !== undefined
  );
}

function opaque(node: DataNode): TargetingRule {
  return { attribute: '', operator: 'opaque', value: plainValue(node), span: node.span };
}

function foreignRule(node: DataNode): TargetingRule {
  return { ...opaque(node), isForeign: true };
}

function readRule(node: DataNode, report: EntryReport): TargetingRule {
  if (node.kind !== 'map') {
    report.invalid(
      node.span,
      l10n.t('a rule must have an attribute, an operator and a value, and {0}.', inWords(node)),
    );
    return opaque(node);
  }
  reportMisspelled(node, report);
  const attribute = textOf(
    node,
    'attribute',
    l10n.t('Name the attribute of the context that it asks about.'),
    report,
  );
  const name = textOf(node, 'operator', l10n.t('Use one of {0}.', OPERATORS.join(', ')), report);
  const operator = name && operatorOf(name, report);
  if (!attribute || !operator) return { ...opaque(node), attribute: attribute?.text ?? '' };
  const value = entryOf(node, 'value')?.value;
  const known = checkValue(operator, value, node, report);
  return {
    attribute: attribute.text,
    operator: known ? operator : 'opaque',
    value: value ? plainValue(value) : operator === 'exists' ? true : undefined,
    span: node.span,
  };
}

function reportMisspelled(node: MapNode, report: EntryReport): void {
  const names = RULE_FIELDS.map((field) => field.name);
  const missing = names.filter((name) => !entryOf(node, name));
  for (const entry of node.entries) {
    if (names.includes(entry.key)) continue;
    const meant = suggest(entry.key, missing);
    if (meant) report.unknown(entry.keySpan, entry.key, meant);
  }
}

function textOf(node: MapNode, name: string, next: string, report: EntryReport): ScalarNode | undefined {
  const value = entryOf(node, name)?.value;
  if (value?.kind === 'scalar' && typeof value.value === 'string' && value.value !== '') return value;
  report.invalid(
    placeOf(value, node),
    value
      ? l10n.t("the rule's {0} must be text, and {1}. {2}", name, inWords(value), next)
      : l10n.t('a rule has no {0}. {1}', name, next),
  );
  return undefined;
}

/** Where there is nothing to point at, the whole rule. */
function placeOf(value: DataNode | undefined, rule: MapNode) {
  return value && value.span.end > value.span.start ? value.span : rule.span;
}

function operatorOf(name: ScalarNode, report: EntryReport): Operator | undefined {
  const known = OPERATORS.find((operator) => operator === name.text);
  if (known) return known;
  const meant = SYMBOLS.get(name.text) ?? suggest(name.text, OPERATORS);
  const next = meant ? l10n.t('Did you mean {0}?', meant) : l10n.t('Use one of {0}.', OPERATORS.join(', '));
  report.invalid(
    name.span,
    l10n.t("'{0}' is no operator, so the rule never matches. {1}", name.text, next),
    meant,
  );
  return undefined;
}

/** What other systems call the operators. */
const SYMBOLS: ReadonlyMap<string, Operator> = new Map([
  ['==', 'equals'],
  ['=', 'equals'],
  ['eq', 'equals'],
  ['is', 'equals'],
  ['!=', 'not_equals'],
  ['neq', 'not_equals'],
  ['>', 'greater_than'],
  ['gt', 'greater_than'],
  ['<', 'less_than'],
  ['lt', 'less_than'],
  ['regex', 'matches'],
  ['prefix', 'starts_with'],
  ['suffix', 'ends_with'],
]);

/** Whether the value has the shape that its operator needs; reports it where not. */
function checkValue(
  operator: Operator,
  value: DataNode | undefined,
  rule: MapNode,
  report: EntryReport,
): boolean {
  if (value === undefined) {
    if (operator === 'exists') return true;
    report.invalid(
      rule.span,
      l10n.t('the rule with {0} has no value, so it never matches. Add one.', operator),
    );
    return false;
  }
  const wanted = wantedBy(operator, value);
  if (wanted === undefined) {
    reportMixed(operator, value, report);
    return true;
  }
  const fact = l10n.t('{operator} needs {wanted}, and {found}, so the rule never matches.', {
    operator,
    wanted,
    found: inWords(value),
  });
  report.invalid(placeOf(value, rule), `${fact}${quoteHint(operator, value)}`);
  return false;
}

/** An attribute has one type: of a list that mixes numbers and texts only some can ever match. */
function reportMixed(operator: Operator, list: DataNode, report: EntryReport): void {
  if (list.kind !== 'list') return;
  const items = list.items.map(({ value }) => value);
  const other = items.find((item) => typeOf(item) !== typeOf(items[0]!));
  if (!other) return;
  const [text] = items.filter((item) => typeOf(item) === 'string');
  const odd = text && typeOf(other) === 'string' ? items[0]! : other;
  const next = text
    ? l10n.t('Put it in quotes: "{0}".', shown(odd))
    : l10n.t('Give all values of the list one type.');
  report.invalid(
    odd.span.end > odd.span.start ? odd.span : list.span,
    l10n.t('{operator} lists values of different types, and an attribute has one: {one}, {other}. {next}', {
      operator,
      one: inWords(odd),
      other: inWords(typeOf(other) === 'string' ? other : items[0]!),
      next,
    }),
  );
}

function typeOf(node: DataNode): string {
  return node.kind === 'scalar' && node.value !== null ? typeof node.value : node.kind;
}

function quoteHint(operator: Operator, value: DataNode): string {
  const isNumber = value.kind === 'scalar' && typeof value.value === 'number';
  if (!isNumber || operator === 'exists' || operator === 'in' || operator === 'not_in') return '';
  return ` ${l10n.t('Put it in quotes: "{0}".', shown(value))}`;
}

/** What the operator needs in place of the value; undefined where the value will do. */
function wantedBy(operator: Operator, value: DataNode): string | undefined {
  const scalar = value.kind === 'scalar' && value.value !== null ? value.value : undefined;
  switch (operator) {
    case 'equals':
    case 'not_equals':
      return scalar === undefined ? l10n.t('one value') : undefined;
    case 'in':
    case 'not_in': {
      const isList = value.kind === 'list' && value.items.every((item) => item.value.kind === 'scalar');
      return isList ? undefined : l10n.t('a list of values');
    }
    case 'greater_than':
    case 'less_than': {
      const isDate = typeof scalar === 'string' && parseDay(scalar) !== undefined;
      return isDate || (typeof scalar === 'number' && !Number.isNaN(scalar))
        ? undefined
        : l10n.t('a number or a date');
    }
    case 'contains':
      return scalar === undefined ? l10n.t('one value') : undefined;
    case 'starts_with':
    case 'ends_with':
      return typeof scalar === 'string' ? undefined : l10n.t('text');
    case 'matches':
      return typeof scalar === 'string' && compilePattern(scalar)
        ? undefined
        : l10n.t('a regular expression that RE2 knows');
    case 'exists':
      return typeof scalar === 'boolean' ? undefined : l10n.t('true or false');
    default:
      return typeof scalar === 'string' && parseVersion(scalar)
        ? undefined
        : l10n.t('a version such as "2.1.0"');
  }
}

/** Undefined where the pattern is none; compiled patterns are kept, since one rule is asked many times. */
export function compilePattern(pattern: string): RE2JS | undefined {
  const known = PATTERNS.get(pattern);
  if (known !== undefined) return known ?? undefined;
  let compiled: RE2JS | null = null;
  try {
    compiled = pattern.length <= MAX_PATTERN ? RE2JS.compile(pattern) : null;
  } catch {
    // re2js tells a bad pattern only by throwing; the caller reports it.
  }
  if (PATTERNS.size >= MAX_PATTERNS) PATTERNS.clear();
  PATTERNS.set(pattern, compiled);
  return compiled ?? undefined;
}

const PATTERNS = new Map<string, RE2JS | null>();
const MAX_PATTERNS = 500;
const MAX_PATTERN = 10_000;
