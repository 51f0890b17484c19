import ts from 'typescript';
import { isComponentName, isShown, putNothing } from './component';
import { compatible, type DraftEdit, type Mark } from './draft';
import { isPure } from './effects';
import { type KnownWhole, ownFunctionOf } from './returned';
import type { Binding } from './scope-model';
import type { OwnFunction } from './slots';
import type { View } from './view';

/** A component of which the removal has left nothing but `return null` gives way to nothing where markup that is only shown names it. */
export function carryEmptied(view: View): DraftEdit[] {
  if (view.scopes.isOpaque) return [];
  return compatible(
    view.scopes.bindings.flatMap((binding): DraftEdit[][] => {
      const sites = emptiedBy(binding, view);
      if (!sites) return [];
      return binding.uses.flatMap(({ node }): DraftEdit[][] => {
        const element = elementNamed(node);
        const canGo = element && isShown(element) && isPure(element);
        return canGo ? [putNothing(view.file, element, sites)] : [];
      });
    }),
  );
}

/** Such components that other files may show. */
export function emptiedExported(view: View): KnownWhole[] {
  if (view.scopes.isOpaque) return [];
  return view.scopes.bindings.flatMap((binding): KnownWhole[] => {
    const { name, declarations, uses } = binding;
    const isShared = binding.isExported || uses.some(({ node }) => ts.isExportAssignment(node.parent));
    const isOwn = isShared && declarations[0]?.kind !== 'import';
    return isOwn && emptiedBy(binding, view) ? [{ kind: 'tag', name, value: null }] : [];
  });
}

/** What has emptied a component. */
function emptiedBy(binding: Binding, view: View): Mark['sites'] | undefined {
  const { name, declarations } = binding;
  if (!isComponentName(name) || declarations.length !== 1) return undefined;
  const { returned, reads, settled } = view.original;
  if (declarations[0]!.kind === 'import') {
    const index = returned.findIndex((one) => one.kind === 'tag' && one.name === name);
    return index < 0 ? undefined : [reads.length + settled.length + index];
  }
  const owner = ownFunctionOf(binding);
  return owner && showsNothing(owner) && isOtherThanBefore(owner, view) ? [...reads.keys()] : undefined;
}

function showsNothing({ body, asteriskToken, parameters }: OwnFunction): boolean {
  const [statement, ...others] = body && ts.isBlock(body) ? body.statements : [];
  const value =
    body && !ts.isBlock(body)
      ? body
      : statement && others.length === 0 && ts.isReturnStatement(statement)
        ? statement.expression
        : undefined;
  const isPlain = parameters.every(({ name, initializer }) => !initializer && isPlainName(name));
  return value?.kind === ts.SyntaxKind.NullKeyword && !asteriskToken && isPlain;
}

/** Whether nothing is done to take apart what is given. */
function isPlainName(name: ts.BindingName): boolean {
  if (ts.isIdentifier(name)) return true;
  return (
    ts.isObjectBindingPattern(name) &&
    name.elements.every((one) => (!one.initializer || isPure(one.initializer)) && isPlainName(one.name))
  );
}

/** Whether the removal has taken something out of a function, or put something in. */
function isOtherThanBefore(owner: OwnFunction, view: View): boolean {
  const start = owner.getStart(view.file);
  for (let at = start + 1; at < owner.end; at++) {
    const before = view.originOf(at - 1);
    if (before === undefined || view.originOf(at) !== before + 1) return true;
  }
  return false;
}

/** The element that a name is the tag of. */
function elementNamed(name: ts.Node): ts.JsxElement | ts.JsxSelfClosingElement | undefined {
  const { parent } = name;
  if (ts.isJsxSelfClosingElement(parent) && parent.tagName === name) return parent;
  return ts.isJsxOpeningElement(parent) && parent.tagName === name ? parent.parent : undefined;
}
