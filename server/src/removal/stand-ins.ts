import ts from 'typescript';
import type { DraftEdit } from './draft';
import { removeLines } from './layout';
import type { Binding } from './scope-model';
import { mentionsArguments, nameOfFunction, type OwnFunction } from './slots';
import { bare, isWithin, statementsAround } from './syntax';
import type { View } from './view';

/**
 * A function that chose by the flag and from now on only hands on what it is given, to a function beside it that nothing else
 * asks for, gives way to that one, which takes its name: `const Page = (props: Props) => <NewPage {...props} />`.
 */
export function mergeStandIns(view: View): DraftEdit[] {
  if (view.scopes.isOpaque) return [];
  for (const binding of view.scopes.bindings) {
    const edits = mergeStandIn(binding, view);
    if (edits) return edits;
  }
  return [];
}

/** A function that is all of a statement, by its name. */
interface Declared {
  readonly owner: OwnFunction;
  readonly name: ts.Identifier;
  readonly statement: ts.VariableStatement | ts.FunctionDeclaration;
  /** The type of the constant that holds it. */
  readonly type: ts.TypeNode | undefined;
}

function mergeStandIn(binding: Binding, view: View): DraftEdit[] | undefined {
  const outer = declaredBy(binding);
  if (!outer || !choseByFlag(outer.owner, view) || isMarked(outer.owner)) return undefined;
  const handed = handsOnTo(outer.owner, view);
  const target = handed && view.scopes.bindingOf(handed.callee);
  const inner = target && !target.isExported && target.uses.length === 1 ? declaredBy(target) : undefined;
  if (!inner || !isWithin(handed!.callee, outer.owner) || isWithin(inner.owner, outer.owner))
    return undefined;
  if (!isSameFromOutside(outer, inner, handed!.given) || !isThereAsSoon(outer, inner)) return undefined;
  // What is said of the one is not said of the other.
  if (outer.statement.getFullText().trimStart() !== outer.statement.getText()) return undefined;
  const start = inner.statement.getStart(view.file);
  const lead = view.text.slice(
    outer.statement.getStart(view.file),
    keywordOf(outer.statement).getStart(view.file),
  );
  // A statement that is exported begins with a word that is not the author's own there.
  const first = /^\w+/.exec(view.text.slice(start))![0];
  return [
    ...(lead === '' ? [] : [{ start, end: start + first.length, text: lead + first }]),
    {
      start: inner.name.getStart(view.file),
      end: inner.name.end,
      text: `${outer.name.text}${carriedType(outer, inner)}`,
    },
    removeLines(view, outer.statement),
  ];
}

function declaredBy({ declarations, uses }: Binding): Declared | undefined {
  const [declaration, ...others] = declarations;
  if (!declaration || others.length > 0 || uses.some(({ writes }) => writes)) return undefined;
  const { node } = declaration;
  if (ts.isFunctionDeclaration(node))
    return node.name && node.body
      ? { owner: node, name: node.name, statement: node, type: undefined }
      : undefined;
  if (!ts.isVariableDeclaration(node) || !node.initializer) return undefined;
  const { initializer: owner, parent: list } = node;
  if (!ts.isArrowFunction(owner) && !(ts.isFunctionExpression(owner) && !owner.name)) return undefined;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length !== 1) return undefined;
  const name = nameOfFunction(owner);
  return name && ts.isVariableStatement(list.parent)
    ? { owner, name, statement: list.parent, type: node.type }
    : undefined;
}

/** Whether a read of the flag stood in a function. */
function choseByFlag(owner: OwnFunction, view: View): boolean {
  const start = view.originOf(owner.getStart(view.file));
  const last = view.originOf(owner.end - 1);
  if (start === undefined || last === undefined) return false;
  return view.original.reads.some(({ site }) => start <= site.start && site.end <= last + 1);
}

/** `async`, `function*`: what calls them gets something else than what they hand on. */
function isMarked(owner: OwnFunction): boolean {
  const isAsync = ts.getModifiers(owner)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return isAsync === true || owner.asteriskToken !== undefined;
}

interface HandsOn {
  readonly callee: ts.Identifier;
  /** All that the other is given: the parameters as they are, or a component's properties. */
  readonly given: 'parameters' | 'props';
}

/** The function that another calls, or the component that it shows, with nothing but what it is given itself. */
function handsOnTo({ parameters, body }: OwnFunction, view: View): HandsOn | undefined {
  const [statement, ...others] = body && ts.isBlock(body) ? body.statements : [];
  const isOnly = statement !== undefined && others.length === 0 && ts.isReturnStatement(statement);
  const value = body && !ts.isBlock(body) ? body : isOnly ? statement.expression : undefined;
  if (!value || !parameters.every(isPlainParameter)) return undefined;
  const isAsked = (node: ts.Node | undefined, index: number): boolean => {
    const { name } = parameters[index]!;
    if (!node || !ts.isIdentifier(node) || !ts.isIdentifier(name) || node.text !== name.text) return false;
    return view.scopes.declaredBy(name)?.uses.length === 1;
  };
  const node = bare(value);
  if (ts.isCallExpression(node)) {
    if (!ts.isIdentifier(node.expression) || node.typeArguments || node.questionDotToken) return undefined;
    const isSame = node.arguments.length === parameters.length && node.arguments.every(isAsked);
    return isSame ? { callee: node.expression, given: 'parameters' } : undefined;
  }
  if (!ts.isJsxSelfClosingElement(node) || !ts.isIdentifier(node.tagName) || node.typeArguments)
    return undefined;
  const { properties } = node.attributes;
  const [spread] = properties;
  if (properties.length !== parameters.length || parameters.length > 1) return undefined;
  const isSame = !spread || (ts.isJsxSpreadAttribute(spread) && isAsked(spread.expression, 0));
  return isSame ? { callee: node.tagName, given: 'props' } : undefined;
}

function isPlainParameter({
  name,
  initializer,
  dotDotDotToken,
  questionToken,
}: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(name) && name.text !== 'this' && !initializer && !dotDotDotToken && !questionToken;
}

/** Whether who calls the one, or what asks for its types or its length, would not notice the other in its place. */
function isSameFromOutside(outer: Declared, inner: Declared, given: HandsOn['given']): boolean {
  const { owner } = inner;
  if (owner.parameters.length !== outer.owner.parameters.length) return false;
  if (owner.parameters.some((one) => one.initializer || one.dotDotDotToken || one.questionToken))
    return false;
  if (owner.typeParameters || outer.owner.typeParameters || !owner.body) return false;
  if (!ts.isArrowFunction(owner) && (mentionsArguments(owner) || mentionsThis(owner))) return false;
  if (given === 'props' && isMarked(owner)) return false;
  const said = (node: ts.Node | undefined): string => node?.getText().replace(/\s+/g, ' ') ?? '';
  const isSame = (a: ts.Node | undefined, b: ts.Node | undefined): boolean => said(a) === said(b);
  return (
    (isSame(outer.type, inner.type) || carriedType(outer, inner) !== '') &&
    owner.parameters.every((one, index) => isSame(one.type, outer.owner.parameters[index]!.type)) &&
    (!outer.owner.type || isSame(outer.owner.type, owner.type))
  );
}

/** `: FC<Props>`, which the other is of as well, or could not have been shown with these properties. */
function carriedType(outer: Declared, inner: Declared): string {
  const isBare = !inner.type && ts.isVariableStatement(inner.statement);
  return outer.type && isBare ? `: ${outer.type.getText()}` : '';
}

function mentionsThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword || ts.isMetaProperty(node)) return true;
  return ts.forEachChild(node, (child) => mentionsThis(child) || undefined) ?? false;
}

/** Whether the one is there wherever the other was: beside it, and before it or hoisted. */
function isThereAsSoon(outer: Declared, inner: Declared): boolean {
  const list = statementsAround(outer.statement);
  if (!list?.includes(inner.statement) || !list.includes(outer.statement)) return false;
  if (ts.isFunctionDeclaration(inner.statement)) {
    // A block's functions are names of the function around it as well, where code is not strict.
    const { parent } = inner.statement;
    return ts.isSourceFile(parent) || ts.isFunctionLike(parent.parent);
  }
  return ts.isVariableStatement(outer.statement) && inner.statement.pos < outer.statement.pos;
}

/** `const` or `function`, behind what exports a declaration. */
function keywordOf(statement: Declared['statement']): { getStart(file: ts.SourceFile): number } {
  if (ts.isVariableStatement(statement)) return statement.declarationList;
  const first = statement.getChildren().find(({ kind }) => kind === ts.SyntaxKind.FunctionKeyword);
  return first ?? statement;
}
