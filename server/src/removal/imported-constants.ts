import ts from 'typescript';
import { EQUALITY } from '../usages/operators';
import { importedName } from './exports';
import type { Value } from './known';
import { declaredValue } from './literals';
import { type Exported, type Program, Unseen } from './program';
import { bare, isReadOfMember } from './syntax';

/** The texts and numbers that a source's imports stand for, by how they are asked for: `ON`, `Treatments.ON`. */
export type Constants = ReadonlyMap<string, Value>;

/**
 * What a source compares with that it imports, where its declaration tells it: a constant, a member of an enum or of a table that no
 * code changes.
 */
export async function constantsAsked(file: string, program: Program): Promise<Constants> {
  const found = new Map<string, Value>();
  const module = await program.moduleOf(file);
  for (const asked of module ? comparedWith(module.tree) : []) {
    const name = ts.isIdentifier(asked) ? asked : (asked.expression as ts.Identifier);
    const text = asked.getText(module!.tree);
    const [declaration] = module!.scopes.bindingOf(name)?.declarations ?? [];
    const imported = declaration && importedName(declaration.node);
    if (!imported || found.has(text)) continue;
    const member = ts.isIdentifier(asked) ? undefined : asked.name.text;
    const known = await valueBehind(await program.exported(file, imported), member);
    if (known) found.set(text, known.value);
  }
  return found;

  async function valueBehind(
    exported: Exported | undefined,
    member: string | undefined,
  ): Promise<{ readonly value: Value } | undefined> {
    const declared = exported && declaredValue(exported.binding, member);
    if (!declared?.isOpen) return declared;
    try {
      const uses = await program.usesOf(exported!.module, exported!.binding);
      return uses.every(({ node }) => isReadOfMember(node)) ? declared : undefined;
    } catch (error) {
      if (error instanceof Unseen) return undefined;
      throw error;
    }
  }
}

/** `ON` of `answer === ON`, `Treatments.ON` of `case Treatments.ON:`. */
function comparedWith(tree: ts.SourceFile): (ts.Identifier | ts.PropertyAccessExpression)[] {
  const found: (ts.Identifier | ts.PropertyAccessExpression)[] = [];
  const take = (operand: ts.Expression): void => {
    const node = bare(operand);
    const isMember = ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression);
    if (ts.isIdentifier(node) || isMember) found.push(node as ts.Identifier | ts.PropertyAccessExpression);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCaseClause(node)) take(node.expression);
    if (ts.isBinaryExpression(node) && EQUALITY.has(node.operatorToken.kind)) {
      take(node.left);
      take(node.right);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
