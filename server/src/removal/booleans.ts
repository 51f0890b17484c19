import ts from 'typescript';
import { isBoolean } from './effects';
import { bare } from './syntax';
import { plainMark, type View } from './view';

/** Whether an expression gives a boolean whatever happens: by its shape, or as its name is declared. */
export function isBooleanHere(node: ts.Node, view: View): boolean {
  return ofBoolean(node, view) === 'boolean';
}

/** Whether an expression shows nothing on a page while it is not true: it is a boolean then, or is not given. */
export function showsNothing(node: ts.Node, view: View): boolean {
  return ofBoolean(node, view) !== undefined;
}

function ofBoolean(node: ts.Node, view: View): 'boolean' | 'optional' | undefined {
  const inner = bare(node);
  if (typeof plainMark(inner, view)?.known.value === 'boolean') return 'boolean';
  if (isBoolean(inner)) return 'boolean';
  if (!ts.isIdentifier(inner)) return undefined;
  const binding = view.scopes.bindingOf(inner);
  const [declaration] = binding?.declarations ?? [];
  if (!binding || !declaration || binding.declarations.length !== 1) return undefined;
  const { node: declared } = declaration;
  if (ts.isBindingElement(declared)) return ofProperty(declared);
  if (!ts.isVariableDeclaration(declared) && !ts.isParameter(declared)) return undefined;
  if (declared.name !== declaration.name) return undefined;
  if (declared.type) {
    if (declared.type.kind !== ts.SyntaxKind.BooleanKeyword) return undefined;
    const isOptional = ts.isParameter(declared) && declared.questionToken !== undefined;
    return isOptional ? 'optional' : 'boolean';
  }
  if (declaration.kind !== 'const' || !declared.initializer || declared.initializer === node)
    return undefined;
  return isBoolean(declared.initializer) ? 'boolean' : undefined;
}

/** `{ isNew }: { isNew?: boolean }`, also where the type has a name of this file's. */
function ofProperty(element: ts.BindingElement): 'boolean' | 'optional' | undefined {
  const { parent: pattern, initializer } = element;
  const name = element.propertyName ?? element.name;
  const owner = pattern.parent;
  if (!ts.isObjectBindingPattern(pattern) || !ts.isParameter(owner) || !owner.type) return undefined;
  if (element.dotDotDotToken || !ts.isIdentifier(name)) return undefined;
  const declared = membersOf(owner.type)?.filter((member) => member.name?.getText() === name.text) ?? [];
  const [member] = declared;
  if (!member || declared.length > 1 || !ts.isPropertySignature(member)) return undefined;
  if (member.type?.kind !== ts.SyntaxKind.BooleanKeyword) return undefined;
  if (initializer) return isBoolean(initializer) ? 'boolean' : undefined;
  return member.questionToken ? 'optional' : 'boolean';
}

function membersOf(type: ts.TypeNode): readonly ts.TypeElement[] | undefined {
  if (ts.isTypeLiteralNode(type)) return type.members;
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const name = type.typeName.text;
  const declared = type
    .getSourceFile()
    .statements.filter(
      (one) => (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) && one.name.text === name,
    );
  const [only, ...others] = declared;
  if (!only || others.length > 0) return undefined;
  if (ts.isInterfaceDeclaration(only)) return only.members;
  return ts.isTypeAliasDeclaration(only) && ts.isTypeLiteralNode(only.type) ? only.type.members : undefined;
}
