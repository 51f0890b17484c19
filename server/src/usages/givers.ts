import ts from 'typescript';
import { lastName } from './references';
import type { Scopes } from './scope';
import { treeOf } from './tree';

/** What gives a component its properties, or an element's content its arguments. */
export interface Giver {
  /** `withFlags(_)` for a call that wraps the component, `withFlags()(_)` for what a call gave, `<Flags>` for an element. */
  readonly name: string;
  readonly callee: ts.Expression;
}

/** The calls that wrap a function or a class of the file, and the element whose content it is. */
export function giversOf(owner: ts.Node, scopes: Scopes): Giver[] {
  const givers = around(owner);
  const name = declaredName(owner);
  if (!name) return givers;
  for (const node of treeOf(owner.getSourceFile()).named(name.text)) {
    if (node === name || !ts.isCallExpression(node.parent)) continue;
    const binding = scopes.resolve(node);
    if (binding && 'name' in binding && binding.name === name) givers.push(...around(node));
  }
  return givers;
}

/** The calls that an expression is an argument of, the innermost first: `withFlags()(memo(App))`. */
function around(expression: ts.Node): Giver[] {
  const givers: Giver[] = [];
  let node = expression;
  for (;;) {
    const { parent } = node;
    if (ts.isParenthesizedExpression(parent)) {
      node = parent;
      continue;
    }
    if (ts.isJsxExpression(parent) && ts.isJsxElement(parent.parent)) {
      const callee = parent.parent.openingElement.tagName as ts.Expression;
      const name = lastName(callee);
      if (name !== undefined) givers.push({ name: `<${name}>`, callee });
      return givers;
    }
    if (!ts.isCallExpression(parent) || parent.expression === node) return givers;
    const callee = parent.expression;
    const name = lastName(callee);
    if (name !== undefined)
      givers.push({ name: `${name}${ts.isCallExpression(callee) ? '()' : ''}(_)`, callee });
    node = parent;
  }
}

/** The name by which the file calls a function or a class. */
function declaredName(owner: ts.Node): ts.Identifier | undefined {
  if ((ts.isFunctionDeclaration(owner) || ts.isClassLike(owner)) && owner.name) return owner.name;
  let value = owner;
  while (ts.isParenthesizedExpression(value.parent)) value = value.parent;
  const variable = value.parent;
  return ts.isVariableDeclaration(variable) && ts.isIdentifier(variable.name) ? variable.name : undefined;
}
