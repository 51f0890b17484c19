import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import type { Read } from '../usages/read';
import { nodeAt } from './sites';
import { bare, demandOn } from './syntax';
import { parse } from './view';

/** What a flag's answer is in a variable of the environment, which holds texts alone. */
export interface Setting {
  /** The text that stands for the answer that is kept. */
  readonly text: string;
  /** Which answer a text is, or none at all where the variable is not set; `undefined` where the code does not tell. */
  answer(text: string | undefined): boolean | undefined;
}

/**
 * How the code itself says on and off where it looks at variables of the environment: `process.env.NEW_UI === '1'`, `!== 'false'`, or
 * whether there is anything. Nothing where it says so in several ways, or where a text is to be kept.
 */
export function settingOf(
  reads: readonly Read[],
  keep: FlagValue,
  textOf: (file: string) => string | undefined,
): Setting | undefined {
  const own = reads.filter(({ isSetting, certainty }) => isSetting && certainty === 'certain');
  if (typeof keep !== 'boolean' || own.length === 0) return undefined;
  const uses = own.map((read) => askedOf(read, textOf));
  const texts = new Set(uses.flatMap((use) => (typeof use === 'object' ? [use.text] : [])));
  const [text, ...others] = texts;
  const isTested = uses.includes('tested');
  // Nothing says off for what takes nothing for on: `(process.env.NEW_UI || 'true') === 'true'`.
  if (isTested && uses.some((use) => typeof use === 'object' && use.instead === text)) return undefined;
  if (text === undefined)
    return isTested ? { text: keep ? 'true' : '', answer: (given) => Boolean(given) } : undefined;
  if (others.length === 0 && ON.has(text.toLowerCase()))
    return { text: keep ? text : isTested ? '' : 'false', answer: (given) => given === text };
  // What says off is a text as well, so that it would be taken for on where only that there is one counts.
  if (isTested) return undefined;
  if (others.length === 0 && OFF.has(text.toLowerCase()))
    return { text: keep ? 'true' : text, answer: (given) => given !== text };
  const [on, off] = [ON, OFF].map((words) => [...texts].filter((one) => words.has(one.toLowerCase())));
  if (on!.length !== 1 || off!.length !== 1 || others.length !== 1) return undefined;
  return {
    text: (keep ? on : off)![0]!,
    answer: (given) => (given === on![0] ? true : given === off![0] ? false : undefined),
  };
}

const ON: ReadonlySet<string> = new Set(['1', 'true', 'on', 'yes', 'y', 'enabled']);
const OFF: ReadonlySet<string> = new Set(['0', 'false', 'off', 'no', 'n', 'disabled']);

/** The reads, those of the environment with the text that they hold; where nothing shows which one, with the reason why they stay. */
export function withSetting(
  reads: readonly Read[],
  keep: FlagValue,
  textOf: (file: string) => string | undefined,
  setting: Setting | undefined,
): readonly Read[] {
  if (typeof keep !== 'boolean') return reads;
  return reads.map((read) => {
    if (!read.isSetting || read.certainty !== 'certain') return read;
    return setting && askedOf(read, textOf) !== 'other'
      ? { ...read, value: setting.text }
      : { ...read, opaque: NOT_TOLD };
  });
}

const NOT_TOLD =
  'which text the variable holds for on or off is not told here: keep one, as in --keep \'"true"\'';

/** What a read of the environment is asked: whether it is a text, and which one `||` puts in the place of nothing; whether there is one; or something else. */
function askedOf(
  { file, site }: Read,
  textOf: (file: string) => string | undefined,
): { readonly text: string; readonly instead?: string } | 'tested' | 'other' {
  const text = textOf(file);
  const node = text === undefined ? undefined : nodeAt(parse(file, text), site);
  if (!node) return 'other';
  let at = node;
  let instead: string | undefined;
  for (;;) {
    const own = withDefault(at);
    if (!own && !ts.isParenthesizedExpression(at.parent) && !ts.isNonNullExpression(at.parent)) break;
    if (own?.operatorToken.kind === ts.SyntaxKind.BarBarToken)
      instead = (bare(own.right) as ts.StringLiteralLike).text;
    at = at.parent;
  }
  const { parent } = at;
  if (ts.isBinaryExpression(parent) && COMPARISONS.has(parent.operatorToken.kind)) {
    const other = bare(parent.left === at ? parent.right : parent.left);
    return ts.isStringLiteralLike(other)
      ? { text: other.text, ...(instead !== undefined && { instead }) }
      : 'other';
  }
  return at === node && demandOn(at) === 'test' ? 'tested' : 'other';
}

/** `process.env.NEW_UI ?? 'false'` around a read. */
function withDefault(node: ts.Node): ts.BinaryExpression | undefined {
  const { parent } = node;
  if (!ts.isBinaryExpression(parent) || parent.left !== node) return undefined;
  const { kind } = parent.operatorToken;
  const isDefault = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
  return isDefault && ts.isStringLiteralLike(bare(parent.right)) ? parent : undefined;
}

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
