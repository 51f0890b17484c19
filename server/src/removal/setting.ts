import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import { EQUALITY, isAssignmentTarget } from '../usages/operators';
import type { Read } from '../usages/read';
import { leavesOut, placeInTable, stepsFrom } from './held';
import { answerOf } from './known-calls';
import { type Module, type Program, type Spot, Unseen } from './program';
import { nodeAt } from './sites';
import type { OwnFunction } from './slots';
import { bare, demandOn } from './syntax';

/** What a flag's answer is in a variable of the environment, which holds texts alone. */
export interface Setting {
  /** The text that stands for the answer that is kept. */
  readonly text: string;
  /** Which answer a text is, or none at all where the variable is not set; `undefined` where the code does not tell. */
  answer(text: string | undefined): boolean | undefined;
}

/** The reads, with what they tell of how the environment says the flag's answer. */
export interface WithSetting {
  /** Those of the environment with the text that they hold; where nothing shows which one, with the reason why they stay. */
  readonly reads: readonly Read[];
  readonly setting: Setting | undefined;
}

/** Looks at what becomes of the reads of variables of the environment, also in other files that are given one as it is. */
export async function withSetting(
  reads: readonly Read[],
  keep: FlagValue,
  program: Program,
): Promise<WithSetting> {
  if (typeof keep !== 'boolean') return { reads, setting: undefined };
  const asked = new Map<Read, readonly Asked[]>();
  for (const read of reads)
    if (
      read.isSetting &&
      read.certainty === 'certain' &&
      read.value === undefined &&
      read.opaque === undefined
    )
      asked.set(read, await askedOf(read, program));
  const setting = settingOf([...asked.values()].flat(), keep);
  const own = reads.map((read) => {
    const uses = asked.get(read);
    if (!uses) return read;
    // A function that is given the variable's name may give something else in the place of an empty text.
    const isGiven = setting && (setting.text !== '' || read.shape === 'lookup');
    return isGiven && !uses.includes('other')
      ? { ...read, value: setting.text }
      : { ...read, opaque: NOT_TOLD };
  });
  return { reads: own, setting };
}

/** Why a read of a variable of the environment stays. */
export const NOT_TOLD =
  'which text the variable holds for on or off is not told here: keep one, as in --keep \'"true"\'';

/** How the code says on and off, as far as all functions that it asks say the same of a text. */
function settingOf(uses: readonly Asked[], keep: boolean): Setting | undefined {
  const setting = comparedSetting(uses, keep);
  const compared = uses.filter((use): use is Compared => typeof use === 'object');
  const says = compared.flatMap((use) => use.says ?? []);
  if (!setting || says.length === 0) return setting;
  const own = compared.length > says.length || uses.includes('tested') ? [setting.answer] : [];
  const answer = (text: string | undefined): boolean | undefined => {
    const [first, ...others] = [...own, ...says].map((one) => one(text));
    return others.every((one) => one === first) ? first : undefined;
  };
  return answer(setting.text) === keep ? { text: setting.text, answer } : undefined;
}

/**
 * How the code itself says on and off where it looks at variables of the environment: `process.env.NEW_UI === '1'`, `!== 'false'`, or
 * whether there is anything. Nothing where it says so in several ways.
 */
function comparedSetting(uses: readonly Asked[], keep: boolean): Setting | undefined {
  if (uses.length === 0) return undefined;
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

/** The answer that a text commonly stands for. */
export function standsFor(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return ON.has(word) ? true : OFF.has(word) ? false : undefined;
}

/**
 * What a read is asked: whether it is a text, and which one `||` puts in the place of nothing, or what a function says of all texts;
 * whether there is one; or something else.
 */
type Asked = Compared | 'tested' | 'other';

interface Compared {
  readonly text: string;
  readonly instead?: string;
  says?(text: string | undefined): boolean | undefined;
}

/** What is looked through, and the parameters that have been followed. */
interface Looking {
  readonly program: Program;
  readonly parameters: Set<ts.ParameterDeclaration>;
}

async function askedOf({ file, site }: Read, program: Program): Promise<readonly Asked[]> {
  const module = await program.moduleOf(file);
  const node = module && nodeAt(module.tree, site);
  return node ? askedAt({ module, node }, { program, parameters: new Set() }) : ['other'];
}

async function askedAt({ module, node }: Spot, looking: Looking): Promise<readonly Asked[]> {
  if (ts.isBindingElement(node)) return askedOfElement(module, node, looking);
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
  if (ts.isBinaryExpression(parent) && EQUALITY.has(parent.operatorToken.kind)) {
    const other = bare(parent.left === at ? parent.right : parent.left);
    return ts.isStringLiteralLike(other)
      ? [{ text: other.text, ...(instead !== undefined && { instead }) }]
      : ['other'];
  }
  if (ts.isPropertyAssignment(parent) && parent.initializer === at) {
    const asked = await askedOfMember(module, parent, looking);
    return at === node ? asked : withoutTests(asked, instead);
  }
  if (ts.isCallExpression(parent) && parent.expression !== at) {
    const asked = await askedOfArgument(module, parent, at as ts.Expression, looking);
    return at === node ? asked : withoutTests(asked, instead);
  }
  const name = ts.isVariableDeclaration(parent) && parent.initializer === at ? parent.name : undefined;
  if (!name || !ts.isIdentifier(name)) return [at === node && demandOn(at) === 'test' ? 'tested' : 'other'];
  const asked = await askedOfConstant(module, name, looking);
  return at === node ? asked : withoutTests(asked, instead);
}

/** What a function of the project's own asks of it, `isTrue(process.env.NEW_UI)`: which texts it takes for on, or what becomes of its parameter. */
async function askedOfArgument(
  module: Module,
  call: ts.CallExpression,
  argument: ts.Expression,
  looking: Looking,
): Promise<readonly Asked[]> {
  const index = call.arguments.indexOf(argument);
  const owner = await looking.program.functionOf({ module, node: call.expression });
  if (!owner || call.questionDotToken || call.arguments.some(ts.isSpreadElement)) return ['other'];
  const says = saysOf(owner.node, call, index);
  const on = ['true', ...ON].find((text) => says(text) === true);
  if (on !== undefined && says('false') === false) {
    const isOnByDefault = says('') === true;
    return isOnByDefault && says('true') !== true
      ? ['other']
      : [{ text: isOnByDefault ? 'false' : on, says }];
  }
  const parameter = owner.node.parameters[index];
  const isPlain = parameter && ts.isIdentifier(parameter.name) && !parameter.dotDotDotToken;
  if (!isPlain || parameter.initializer) return ['other'];
  if (looking.parameters.has(parameter)) return [];
  looking.parameters.add(parameter);
  const binding = owner.module.scopes.declaredBy(parameter.name as ts.Identifier);
  if (!binding || binding.uses.some(({ writes }) => writes)) return ['other'];
  const uses = await looking.program.usesOf(owner.module, binding);
  return (await Promise.all(uses.map((use) => askedAt(use, looking)))).flat();
}

/** What a function answers where a call gives it some text in one place, whatever it gives it in the others. */
function saysOf(owner: OwnFunction, call: ts.CallExpression, index: number) {
  return (text: string | undefined): boolean | undefined => {
    const given = call.arguments.map((_, other) => (other === index ? { value: text } : undefined));
    const value = answerOf(owner, given)?.value;
    return typeof value === 'boolean' ? value : undefined;
  };
}

/** Whether what a call gives says yes or no, as what it is given first is a text for on or off. */
export async function saysYesOrNo(
  module: Module,
  call: ts.CallExpression,
  program: Program,
): Promise<boolean> {
  const owner = await program.functionOf({ module, node: call.expression });
  if (!owner || call.arguments.some(ts.isSpreadElement)) return false;
  const says = saysOf(owner.node, call, 0);
  return says('false') === false && [...ON].some((text) => says(text) === true);
}

/** What `const { NEW_UI = 'false' } = process.env` takes is asked. */
async function askedOfElement(
  module: Module,
  { name, initializer }: ts.BindingElement,
  looking: Looking,
): Promise<readonly Asked[]> {
  if (!ts.isIdentifier(name) || (initializer && !ts.isStringLiteralLike(bare(initializer)))) return ['other'];
  const asked = await askedOfConstant(module, name, looking);
  return initializer ? withoutTests(asked, undefined) : asked;
}

/** Where a text stands for nothing, that there is one tells nothing. */
function withoutTests(asked: readonly Asked[], instead: string | undefined): readonly Asked[] {
  return asked.map((one) =>
    typeof one === 'object' ? { ...one, ...(instead !== undefined && { instead }) } : 'other',
  );
}

/** What `SHOWS_NEW_UI` of `export const SHOWS_NEW_UI = process.env.NEW_UI;` is asked wherever it is used. */
async function askedOfConstant(
  module: Module,
  name: ts.Identifier,
  looking: Looking,
): Promise<readonly Asked[]> {
  const binding = module.scopes.declaredBy(name);
  if (binding?.declarations.length !== 1 || binding.declarations[0]!.kind !== 'const') return ['other'];
  try {
    const uses = await looking.program.usesOf(module, binding);
    return (await Promise.all(uses.map((use) => askedAt(use, looking)))).flat();
  } catch (error) {
    if (error instanceof Unseen) return ['other'];
    throw error;
  }
}

/** What `CONFIG.newUi` of `export const CONFIG = { newUi: process.env.NEW_UI };` is asked wherever the table is used. */
async function askedOfMember(
  module: Module,
  property: ts.PropertyAssignment,
  looking: Looking,
): Promise<readonly Asked[]> {
  const place = placeInTable(property);
  if (!place) return ['other'];
  const { table, path } = place;
  const askedUnder = (spot: Spot): readonly Asked[] | Promise<readonly Asked[]> => {
    if (leavesOut(spot, path)) return [];
    const { steps, at } = stepsFrom(spot.node, path.length);
    const isType = ts.isTypeQueryNode(at.parent) || ts.isQualifiedName(at.parent);
    if (steps.length < path.length) return isType ? [] : ['other'];
    return isAssignmentTarget(at) ? ['other'] : askedAt({ module: spot.module, node: at }, looking);
  };
  try {
    const binding = table && module.scopes.declaredBy(table);
    if (table && binding?.declarations[0]?.kind !== 'const') return ['other'];
    const uses = binding
      ? await looking.program.usesOf(module, binding)
      : await looking.program.usesOfDefault(module);
    return (await Promise.all(uses.map(askedUnder))).flat();
  } catch (error) {
    if (error instanceof Unseen) return ['other'];
    throw error;
  }
}

/** `process.env.NEW_UI ?? 'false'` around a read. */
function withDefault(node: ts.Node): ts.BinaryExpression | undefined {
  const { parent } = node;
  if (!ts.isBinaryExpression(parent) || parent.left !== node) return undefined;
  const { kind } = parent.operatorToken;
  const isDefault = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
  return isDefault && ts.isStringLiteralLike(bare(parent.right)) ? parent : undefined;
}
