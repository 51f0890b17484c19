import ts from 'typescript';
import { compatible, type DraftEdit } from './draft';
import { isTooEarly } from './names';
import { type Binding, type DeclarationKind, lookUp, Meaning } from './scope-model';
import { mentionsArguments } from './slots';
import { bare, functionAround } from './syntax';
import type { View } from './view';

/**
 * A constant that chose by the flag between two components is the one that is left: `const Box = isNew ? NewBox : OldBox`. Wherever
 * it stood, that name stands from now on, where it means the same there, and so it does of the default export. The name of another value
 * says what it is for, and stays.
 */
export function carryAliases(view: View): DraftEdit[] {
  if (view.scopes.isOpaque) return [];
  return compatible(
    view.scopes.bindings.map((binding) => {
      const name = nameLeft(binding, view);
      return name ? writeInPlace(binding, name, view) : [];
    }),
  );
}

/** The name that is left of what a constant chose from. */
function nameLeft(binding: Binding, view: View): ts.Identifier | undefined {
  const [declaration, ...others] = binding.declarations;
  const node = declaration?.node;
  if (!node || others.length > 0 || declaration.kind !== 'const' || binding.isExported) return undefined;
  if (!ts.isVariableDeclaration(node) || node.name !== declaration.name || node.type || !node.initializer)
    return undefined;
  const value = bare(node.initializer);
  return ts.isIdentifier(value) &&
    (binding.uses.some(({ node: use }) => isTag(use)) ||
      binding.uses.every(({ node: use }) => isDefault(use))) &&
    hasChosen(declaration.name, value, view)
    ? value
    : undefined;
}

/** Whether a constant was more than a name before the removal. */
function hasChosen(name: ts.Identifier, value: ts.Identifier, view: View): boolean {
  const { file, scopes } = view.original;
  const origin = view.originOf(name.getStart(view.file));
  const start = view.originOf(value.getStart(view.file));
  const declared = scopes.bindings.flatMap(({ declarations }) => declarations);
  const before = declared.find((one) => one.name.getStart(file) === origin)?.node;
  if (start === undefined || !before || !ts.isVariableDeclaration(before) || !before.initializer)
    return false;
  return !ts.isIdentifier(bare(before.initializer));
}

function writeInPlace(binding: Binding, value: ts.Identifier, view: View): DraftEdit[] {
  const target = view.scopes.bindingOf(value);
  if (!target || target === binding || target.uses.some(({ writes }) => writes)) return [];
  if (target.declarations.length !== 1 || !keepsItsValue(target)) return [];
  const { name } = binding.declarations[0]!;
  const isSame = ({ node }: { readonly node: ts.Identifier }): boolean =>
    lookUp(view.scopes.scopeAt(node), value.text, Meaning.Value) === target &&
    !isTooEarly(node, name, view.scopes) &&
    !(isTag(node) && /^[a-z]/.test(value.text));
  const isPlain = binding.uses.every(
    (use) => !use.writes && (!use.exports || isDefault(use.node)) && isSame(use),
  );
  return isPlain ? binding.uses.map(({ node }) => writeName(node, value.text)) : [];
}

/**
 * Whether a name that nobody sets again has one value for good. A `var` is one for all rounds of a loop, and there before its value
 * is; a parameter may be set by way of `arguments`.
 */
function keepsItsValue({ declarations }: Binding): boolean {
  const { kind, name } = declarations[0]!;
  if (kind === 'parameter') return !mentionsArguments(functionAround(name));
  return KEEPING.has(kind);
}

const KEEPING: ReadonlySet<DeclarationKind> = new Set(['const', 'let', 'function', 'class', 'import']);

/** `export default Page`: what is exported bears the name of nobody. */
function isDefault({ parent }: ts.Node): boolean {
  return ts.isExportAssignment(parent) && !parent.isExportEquals;
}

/** A tag that begins with a small letter is an element of the page. */
function isTag({ parent }: ts.Node): boolean {
  return (
    ts.isJsxOpeningElement(parent) || ts.isJsxSelfClosingElement(parent) || ts.isJsxClosingElement(parent)
  );
}

function writeName(node: ts.Identifier, text: string): DraftEdit {
  return ts.isShorthandPropertyAssignment(node.parent)
    ? { start: node.end, end: node.end, text: `: ${text}` }
    : { start: node.getStart(), end: node.end, text };
}
