import ts from 'typescript';
import { EQUALITY } from '../usages/equality';
import { handedOnName, importedName, localName, topBinding } from './exports';
import type { Value } from './known';
import { declaredValue } from './literals';
import { type Module, type Program, Unseen } from './program';
import { bare, isReadOfMember } from './syntax';

/** The texts and numbers that a source's imports stand for, by how they are asked for: `ON`, `Treatments.ON`. */
export type Constants = ReadonlyMap<string, Value>;

/** How many files may hand an export on to one another. */
const MAX_HOPS = 6;

/**
 * What a source compares with that it imports, where its declaration tells it: a constant, a member of an enum or of a table that no
 * code changes.
 */
export async function constantsAsked(
  file: string,
  program: Program,
  resolve: (from: string, module: string) => string | undefined,
): Promise<Constants> {
  const found = new Map<string, Value>();
  const module = await program.moduleOf(file);
  for (const asked of module ? comparedWith(module.tree) : []) {
    const name = ts.isIdentifier(asked) ? asked : (asked.expression as ts.Identifier);
    const text = asked.getText(module!.tree);
    const [declaration] = module!.scopes.bindingOf(name)?.declarations ?? [];
    const imported = declaration && importedName(declaration.node);
    if (!imported || found.has(text)) continue;
    const member = ts.isIdentifier(asked) ? undefined : asked.name.text;
    const known = await valueBehind(file, imported, member, 0);
    if (known) found.set(text, known.value);
  }
  return found;

  async function valueBehind(
    from: string,
    wanted: { readonly module: string; readonly name: string },
    member: string | undefined,
    hops: number,
  ): Promise<{ readonly value: Value } | undefined> {
    const target = resolve(from, wanted.module);
    const source = target === undefined ? undefined : await program.moduleOf(target);
    if (!source || hops > MAX_HOPS) return undefined;
    const local = localName(source.tree, wanted.name);
    if (local !== undefined) return valueIn(source, local, member);
    const handedOn = handedOnName(source.tree, wanted.name);
    if (handedOn) return valueBehind(source.file, handedOn, member, hops + 1);
    for (const all of allHandedOn(source.tree)) {
      const known = await valueBehind(source.file, { module: all, name: wanted.name }, member, hops + 1);
      if (known) return known;
    }
    return undefined;
  }

  async function valueIn(
    source: Module,
    name: string,
    member: string | undefined,
  ): Promise<{ readonly value: Value } | undefined> {
    const binding = topBinding(source.scopes, source.tree, name);
    const declared = binding && declaredValue(binding, member);
    if (!declared?.isOpen) return declared;
    try {
      const uses = await program.usesOf(source, binding!);
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

/** The modules of `export * from …`. */
function allHandedOn(tree: ts.SourceFile): string[] {
  return tree.statements.flatMap((statement) => {
    const isAll = ts.isExportDeclaration(statement) && !statement.exportClause;
    const specifier = isAll ? statement.moduleSpecifier : undefined;
    return specifier && ts.isStringLiteral(specifier) ? [specifier.text] : [];
  });
}
