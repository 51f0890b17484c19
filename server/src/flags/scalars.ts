import * as l10n from '@vscode/l10n';
import type { DataNode } from '../text/tree';
import { parseDay } from './dates';
import { type Day, FLAG_TYPES, type FlagType } from './model';
import { inWords, shown } from './report';
import { suggest } from './suggest';

/** Reports what is wrong with a field: words that go on after the field's name. */
export type Fail = (problem: string, suggestion?: string) => undefined;

const YES = ['yes', 'on', 'y'];
const NO = ['no', 'off', 'n'];

/** Whether older YAML parsers take an unquoted text for a boolean; the boolean it is to them. */
export function oldBoolean(node: DataNode): boolean | undefined {
  if (node.kind !== 'scalar' || node.quoted || typeof node.value !== 'string') return undefined;
  const text = node.value.toLowerCase();
  if (YES.includes(text)) return true;
  return NO.includes(text) ? false : undefined;
}

/** A boolean, or a failure that says what else stands there. */
export function readBoolean(node: DataNode, fail: Fail): boolean | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  const old = oldBoolean(node);
  if (node.kind === 'scalar' && old !== undefined) {
    return fail(
      l10n.t('is {text}, which is text in YAML 1.2 and {old} in older parsers. Write {old}.', {
        text: node.text,
        old: String(old),
      }),
      String(old),
    );
  }
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value.toLowerCase() : '';
  if (text === 'true' || text === 'false') {
    return fail(
      l10n.t('must be true or false, and {0} is text. Write {1} without quotes.', shown(node), text),
      text,
    );
  }
  return fail(l10n.t('must be true or false, and {0}.', inWords(node)));
}

/** A constant that a flag can serve: no boolean, and no text that was meant as one. */
export function isConstant(node: DataNode): boolean {
  if (node.kind !== 'scalar') return true;
  if (node.value === null || typeof node.value === 'boolean' || oldBoolean(node) !== undefined) return false;
  const text = String(node.value).toLowerCase();
  return text !== 'true' && text !== 'false';
}

/** The number as it stands, even where it is out of range; NaN where it is none. */
export function readPercentage(node: DataNode, fail: Fail): number {
  const value = node.kind === 'scalar' ? node.value : undefined;
  if (typeof value === 'number') {
    if (!(value >= 0 && value <= 100))
      fail(
        l10n.t('must be a number from 0 to 100, and {0} is not.', node.kind === 'scalar' ? node.text : value),
      );
    return value;
  }
  const text = typeof value === 'string' ? value.replace('%', '').trim() : '';
  const meant = text !== '' && Number(text) >= 0 && Number(text) <= 100 ? text : undefined;
  fail(
    meant === undefined
      ? l10n.t('must be a number from 0 to 100, and {0}.', inWords(node))
      : l10n.t('must be a number from 0 to 100, and {0}. Write {1}.', inWords(node), meant),
    meant,
  );
  return Number.NaN;
}

export function readDate(node: DataNode, fail: Fail): Day | undefined {
  if (node.kind === 'scalar' && node.value === null) return undefined;
  const day = node.kind === 'scalar' && typeof node.value === 'string' ? parseDay(node.value) : undefined;
  if (day !== undefined) return day;
  return fail(l10n.t('must be a date such as 2027-01-31, and {0} is none. Correct it.', shown(node)));
}

export function readType(node: DataNode, mapped: boolean, fail: Fail): FlagType | undefined {
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
  const known = FLAG_TYPES.find((type) => type === text);
  // A project's own field may have values of its own.
  if (known || mapped || (node.kind === 'scalar' && node.value === null)) return known;
  if (text !== undefined && VALUE_TYPES.has(text.toLowerCase())) return undefined;
  const meant = text === undefined ? undefined : suggest(text, FLAG_TYPES);
  return fail(
    meant
      ? l10n.t('is {0}, which is no type of flag. Did you mean {1}?', shown(node), meant)
      : l10n.t('is {0}, which is no type of flag. Use one of {1}.', shown(node), FLAG_TYPES.join(', ')),
    meant,
  );
}

/** Files of flags that are no booleans only say by `type` what a value is. */
const VALUE_TYPES = new Set(
  'bool boolean int integer number float double str string text json object array list'.split(' '),
);

export function readText(node: DataNode, allowNumber: boolean, fail: Fail): string | undefined {
  if (node.kind === 'scalar') {
    if (typeof node.value === 'string') return node.value;
    if (allowNumber && typeof node.value === 'number') return node.text;
    // Nothing behind the colon says nothing wrong.
    if (node.value === null) return undefined;
  }
  return fail(l10n.t('must be text, and {0}.', inWords(node)));
}
