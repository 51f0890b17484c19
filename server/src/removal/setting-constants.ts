import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import { span } from '../text/span';
import { embedsCode } from '../usages/embedded';
import { isEnvironment } from '../usages/named';
import { EQUALITY, UNEQUAL } from '../usages/operators';
import type { Read } from '../usages/read';
import { VALUE } from '../usages/results';
import { isTestFile } from '../usages/test-file';
import type { Workspace } from '../workspace/workspace';
import { meansOneThing } from './declarations';
import { scopesOf } from './declared';
import { givesText } from './environment-readers';
import { topBinding } from './exports';
import { constantValue } from './flag-functions';
import { type Module, type Program, type Spot, Unseen } from './program';
import { NOT_TOLD, saysYesOrNo, standsFor, withSetting } from './setting';
import { bare } from './syntax';

/**
 * The reads of a flag, or in the place of those of which the code does not tell all, what is asked of a constant that bears its name: a whole
 * configuration may be given to templates, which then ask who knows what.
 */
export async function withConstant(
  reads: readonly Read[],
  name: string,
  keep: FlagValue,
  workspace: Workspace,
  program: Program,
): Promise<readonly Read[]> {
  const own = reads.filter(({ file }) => !isTestFile(file));
  // What else asks for the variable is left for review.
  const isAlone = own.length <= 1 && own.every(({ isSetting }) => isSetting);
  const told = isAlone && (await withSetting(own, keep, program)).reads;
  if (!told || told.some(({ opaque }) => opaque !== NOT_TOLD)) return reads;
  const found = await findConstant(name, keep, workspace, program);
  return found.length > 0 ? [...reads.filter((read) => !own.includes(read)), ...found] : reads;
}

/**
 * Where a program asks a constant by the very name of a flag, which holds what a variable of the environment does under another name,
 * `export const NEW_UI = get('NEW_UI_05072023', 'false')`, whether that says on: `isActive(config.NEW_UI)`, `NEW_UI === 'true'`. The constant itself stays a
 * text; who may be given it as a part of the whole configuration is left alone.
 */
async function findConstant(
  name: string,
  keep: FlagValue,
  workspace: Workspace,
  program: Program,
): Promise<readonly Read[]> {
  if (typeof keep !== 'boolean' || !meansOneThing(name)) return [];
  const uses: Spot[] = [];
  let count = 0;
  for (const file of (await workspace.sourcesWith([name])).get(name) ?? []) {
    const module = embedsCode(file) || isTestFile(file) ? undefined : await program.moduleOf(file);
    const binding = module && topBinding(module.scopes, module.tree, name);
    if (!module || !binding || binding.declarations[0]?.kind === 'import') continue;
    const value = module.scopes.isOpaque ? undefined : constantValue(binding);
    // Something else of that name may be what is meant.
    if (!value || !(await holdsText(value, module, program))) return [];
    count++;
    try {
      uses.push(...(await program.usesOf(module, binding, { isHarmless: () => true })));
    } catch (error) {
      if (error instanceof Unseen) return [];
      throw error;
    }
  }
  const reads = await Promise.all(uses.map((use) => readAt(use, name, program)));
  return count === 1 && reads.some(({ opaque }) => opaque === undefined) ? reads : [];
}

/** Whether an expression is the text of a variable of the environment: `process.env.NEW_UI ?? 'false'`, `get('NEW_UI', 'false')`. */
async function holdsText(expression: ts.Expression, module: Module, program: Program): Promise<boolean> {
  const node = bare(expression) as ts.Expression;
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isDefault = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
    return isDefault && ts.isStringLiteralLike(bare(node.right)) && holdsText(node.left, module, program);
  }
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return isEnvironment(node.expression, scopesOf(module.tree));
  if (!ts.isCallExpression(node) || !node.arguments[0] || !ts.isStringLiteralLike(node.arguments[0]))
    return false;
  const reader = await program.functionOf({ module, node: node.expression });
  return reader !== undefined && givesText(reader.node);
}

async function readAt({ module, node }: Spot, key: string, program: Program): Promise<Read> {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  const read = (site: ts.Node, more: Partial<Read> = {}): Read => ({
    file: module.file,
    span: span(name.getStart(), name.end),
    site: span(site.getStart(), site.end),
    key,
    certainty: 'certain',
    shape: 'call',
    isConfigured: false,
    result: VALUE,
    guards: [],
    testedUnder: [],
    ...more,
  });
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.arguments[0] === node && !parent.questionDotToken) {
    if (await saysYesOrNo(module, parent, program)) return read(parent);
  }
  if (ts.isBinaryExpression(parent) && EQUALITY.has(parent.operatorToken.kind)) {
    const other = bare(parent.left === node ? parent.right : parent.left);
    const answer = ts.isStringLiteralLike(other) ? standsFor(other.text) : undefined;
    const isUnequal = UNEQUAL.has(parent.operatorToken.kind);
    if (answer !== undefined) return read(parent, { result: { ...VALUE, inverted: answer === isUnequal } });
  }
  return read(node, { opaque: NOT_TOLD });
}
