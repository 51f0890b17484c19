import ts from 'typescript';
import { isAssignmentTarget } from '../usages/operators';
import { kindsWhere } from '../usages/tree';
import {
  type Binding,
  type Declaration,
  type DeclarationKind,
  lookUp,
  Meaning,
  type Scope,
  type Scopes,
  type Use,
} from './scope-model';

/**
 * Declarations of the names in `unshared` count as not exported, whatever stands before them. A tree never changes, so it is
 * looked at once, however many rules ask.
 */
export function analyzeScopes(file: ts.SourceFile, unshared: ReadonlySet<string> = new Set()): Scopes {
  const known = analyzed.get(file) ?? new Map<string, Scopes>();
  analyzed.set(file, known);
  const names = [...unshared].sort().join('\n');
  const found = known.get(names);
  if (found) return found;
  const collector = new Collector(file, unshared);
  collector.run();
  known.set(names, collector);
  return collector;
}

/** By the names that count as not exported. */
const analyzed = new WeakMap<ts.SourceFile, Map<string, Scopes>>();

/** One walk that opens scopes, declares names and notes uses; uses are answered at its end, so hoisting is natural. */
class Collector implements Scopes {
  readonly bindings: Binding[] = [];
  readonly unresolved: Use[] = [];
  isOpaque = false;
  private readonly uses: Use[] = [];
  private readonly resolved = new Map<ts.Node, Binding>();
  private readonly declared = new Map<ts.Node, Binding>();
  private readonly scopes = new Map<ts.Node, Scope>();

  constructor(
    private readonly file: ts.SourceFile,
    private readonly unshared: ReadonlySet<string>,
  ) {}

  run(): void {
    const top = this.open(this.file, undefined, 'function');
    this.visitAll(this.file.statements, top);
    for (const use of this.uses) {
      const binding = lookUp(use.scope, use.node.text, use.meaning);
      if (!binding) {
        this.unresolved.push(use);
        continue;
      }
      binding.uses.push(use);
      if (use.exports) binding.isExported = true;
      this.resolved.set(use.node, binding);
    }
  }

  bindingOf(use: ts.Node): Binding | undefined {
    return this.resolved.get(use);
  }

  declaredBy(name: ts.Node): Binding | undefined {
    return this.declared.get(name);
  }

  scopeAt(node: ts.Node): Scope {
    for (let at: ts.Node | undefined = node; at; at = at.parent) {
      const scope = this.scopes.get(at);
      if (scope) return scope;
    }
    return this.scopes.get(this.file)!;
  }

  private open(node: ts.Node, parent: Scope | undefined, kind: Scope['kind']): Scope {
    const scope: Scope = { node, parent, kind, names: new Map() };
    this.scopes.set(node, scope);
    return scope;
  }

  private declare(scope: Scope, declaration: Declaration): void {
    const name = declaration.name.text;
    let binding = scope.names.get(name);
    if (!binding) {
      binding = { name, scope, declarations: [], uses: [], isExported: false };
      this.bindings.push(binding);
      scope.names.set(name, binding);
    }
    binding.declarations.push(declaration);
    const isShared = scope.node !== this.file || !this.unshared.has(name);
    if (isShared && isExportedDeclaration(declaration.node)) binding.isExported = true;
    this.declared.set(declaration.name, binding);
  }

  private use(node: ts.Identifier, scope: Scope, meaning: Meaning, exports = false): void {
    // A missing identifier of broken source is empty.
    if (node.text === '') return;
    this.uses.push({ node, scope, meaning, writes: isAssignmentTarget(node), exports });
  }

  private visitAll(nodes: readonly ts.Node[] | undefined, scope: Scope): void {
    for (const node of nodes ?? []) this.visit(node, scope);
  }

  private visit(node: ts.Node | undefined, scope: Scope): void {
    if (!node) return;
    // Asking a node for its kind is slow, so most are told apart by asking once.
    const { kind } = node;
    if (kind === ts.SyntaxKind.Identifier) this.use(node as ts.Identifier, scope, Meaning.Value);
    else if (ts.isTokenKind(kind)) return;
    else if (PLAIN[kind] === 1) ts.forEachChild(node, (child) => this.visit(child, scope));
    else if (ts.isFunctionLike(node)) this.visitFunction(node, scope);
    else if (ts.isClassLike(node)) this.visitClass(node, scope);
    else if (ts.isVariableDeclaration(node)) this.visitVariable(node, scope);
    else if (
      !this.visitScope(node, scope) &&
      !this.visitDeclaration(node, scope) &&
      !this.visitName(node, scope)
    ) {
      this.isOpaque ||= ts.isWithStatement(node) || isDirectEval(node);
      ts.forEachChild(node, (child) => this.visit(child, scope));
    }
  }

  private visitFunction(node: ts.SignatureDeclaration, outer: Scope): void {
    let parent = outer;
    if (ts.isFunctionDeclaration(node) && node.name) {
      this.declare(outer, { name: node.name, node, kind: 'function', meaning: Meaning.Value });
    } else if (ts.isFunctionExpression(node) && node.name) {
      parent = { node, parent: outer, kind: 'block', names: new Map() };
      this.declare(parent, { name: node.name, node, kind: 'self', meaning: Meaning.Value });
    } else if (node.name && ts.isComputedPropertyName(node.name)) {
      this.visit(node.name, outer);
    }
    if (ts.canHaveDecorators(node)) this.visitAll(ts.getDecorators(node), outer);
    const scope = this.open(node, parent, 'function');
    this.declareTypeParameters(node.typeParameters, scope);
    for (const parameter of node.parameters) {
      if (ts.canHaveDecorators(parameter)) this.visitAll(ts.getDecorators(parameter), outer);
      this.declarePattern(parameter.name, parameter, 'parameter', scope, scope);
      this.visit(parameter.type, scope);
      this.visit(parameter.initializer, scope);
    }
    this.visit(node.type, scope);
    const body = 'body' in node ? (node.body as ts.Node | undefined) : undefined;
    if (body && ts.isBlock(body)) {
      this.scopes.set(body, scope);
      this.visitAll(body.statements, scope);
    } else {
      this.visit(body, scope);
    }
  }

  private visitClass(node: ts.ClassLikeDeclaration, outer: Scope): void {
    this.visitAll(ts.getDecorators(node), outer);
    const scope = this.open(node, outer, 'block');
    if (node.name) {
      const isExpression = ts.isClassExpression(node);
      this.declare(isExpression ? scope : outer, {
        name: node.name,
        node,
        kind: isExpression ? 'self' : 'class',
        meaning: Meaning.Any,
      });
    }
    this.declareTypeParameters(node.typeParameters, scope);
    this.visitAll(node.heritageClauses, scope);
    this.visitAll(node.members, scope);
  }

  private visitVariable(node: ts.VariableDeclaration, scope: Scope): void {
    if (ts.isCatchClause(node.parent)) {
      this.declarePattern(node.name, node, 'catch', scope, scope);
      return;
    }
    const flags = node.parent.flags;
    const kind = flags & ts.NodeFlags.BlockScoped ? (flags & ts.NodeFlags.Const ? 'const' : 'let') : 'var';
    this.declarePattern(node.name, node, kind, kind === 'var' ? functionScope(scope) : scope, scope);
    this.visit(node.type, scope);
    this.visit(node.initializer, scope);
  }

  private declarePattern(
    name: ts.BindingName,
    node: ts.Node,
    kind: DeclarationKind,
    target: Scope,
    scope: Scope,
  ): void {
    if (ts.isIdentifier(name)) {
      if (name.text !== '') this.declare(target, { name, node, kind, meaning: Meaning.Value });
      return;
    }
    for (const element of name.elements) {
      if (!ts.isBindingElement(element)) continue;
      if (element.propertyName && ts.isComputedPropertyName(element.propertyName)) {
        this.visit(element.propertyName, scope);
      }
      this.declarePattern(element.name, element, kind, target, scope);
      this.visit(element.initializer, scope);
    }
  }

  private declareTypeParameters(
    parameters: readonly ts.TypeParameterDeclaration[] | undefined,
    scope: Scope,
  ): void {
    for (const parameter of parameters ?? []) {
      this.declare(scope, { name: parameter.name, node: parameter, kind: 'type', meaning: Meaning.Type });
      this.visit(parameter.constraint, scope);
      this.visit(parameter.default, scope);
    }
  }

  /** Nodes that open a scope of their own. */
  private visitScope(node: ts.Node, outer: Scope): boolean {
    if (ts.isBlock(node) || ts.isCaseBlock(node)) {
      const scope = this.open(node, outer, 'block');
      this.visitAll(ts.isBlock(node) ? node.statements : node.clauses, scope);
      return true;
    }
    if (ts.isClassStaticBlockDeclaration(node) || ts.isModuleBlock(node)) {
      const scope = this.open(node, outer, 'function');
      if (ts.isModuleBlock(node)) this.visitAll(node.statements, scope);
      else {
        this.scopes.set(node.body, scope);
        this.visitAll(node.body.statements, scope);
      }
      return true;
    }
    if (
      ts.isForStatement(node) ||
      ts.isForInStatement(node) ||
      ts.isForOfStatement(node) ||
      ts.isCatchClause(node) ||
      ts.isConditionalTypeNode(node) ||
      ts.isMappedTypeNode(node)
    ) {
      const scope = this.open(node, outer, 'block');
      if (ts.isMappedTypeNode(node)) {
        this.declareTypeParameters([node.typeParameter], scope);
        this.visit(node.nameType, scope);
        this.visit(node.type, scope);
      } else ts.forEachChild(node, (child) => this.visit(child, scope));
      return true;
    }
    return false;
  }

  private visitDeclaration(node: ts.Node, scope: Scope): boolean {
    if (ts.isImportClause(node)) {
      if (node.name) this.declareImport(node.name, node, scope);
      this.visit(node.namedBindings, scope);
      return true;
    }
    if (ts.isNamespaceImport(node) || ts.isImportSpecifier(node)) {
      this.declareImport(node.name, node, scope);
      return true;
    }
    if (ts.isImportEqualsDeclaration(node)) {
      this.declareImport(node.name, node, scope);
      if (!ts.isExternalModuleReference(node.moduleReference)) {
        this.visitEntityRoot(node.moduleReference, scope);
      }
      return true;
    }
    if (ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) {
      this.declare(scope, { name: node.name, node, kind: 'type', meaning: Meaning.Type });
      const inner = this.open(node, scope, 'block');
      this.declareTypeParameters(node.typeParameters, inner);
      if (ts.isTypeAliasDeclaration(node)) this.visit(node.type, inner);
      else {
        this.visitAll(node.heritageClauses, inner);
        this.visitAll(node.members, inner);
      }
      return true;
    }
    if (ts.isEnumDeclaration(node)) {
      this.declare(scope, { name: node.name, node, kind: 'enum', meaning: Meaning.Any });
      const inner = this.open(node, scope, 'block');
      for (const member of node.members) {
        if (ts.isIdentifier(member.name)) {
          this.declare(inner, { name: member.name, node: member, kind: 'member', meaning: Meaning.Value });
        }
        this.visit(member.initializer, inner);
      }
      return true;
    }
    if (ts.isModuleDeclaration(node)) {
      if (ts.isIdentifier(node.name)) {
        this.declare(scope, { name: node.name, node, kind: 'namespace', meaning: Meaning.Any });
      }
      this.visit(node.body, scope);
      return true;
    }
    if (ts.isInferTypeNode(node)) {
      this.declareTypeParameters([node.typeParameter], scope);
      return true;
    }
    return false;
  }

  private declareImport(name: ts.Identifier, node: ts.Node, scope: Scope): void {
    this.declare(scope, { name, node, kind: 'import', meaning: Meaning.Any });
  }

  /** Nodes some of whose identifiers are names of members and labels, not uses. */
  private visitName(node: ts.Node, scope: Scope): boolean {
    if (ts.isPropertyAccessExpression(node)) {
      this.visit(node.expression, scope);
      return true;
    }
    if (ts.isTypeReferenceNode(node)) {
      this.visitEntityRoot(node.typeName, scope, Meaning.Type);
      this.visitAll(node.typeArguments, scope);
      return true;
    }
    if (ts.isTypeQueryNode(node)) {
      if (!ts.isImportTypeNode(node.exprName)) this.visitEntityRoot(node.exprName, scope, Meaning.Value);
      this.visitAll(node.typeArguments, scope);
      return true;
    }
    if (ts.isExpressionWithTypeArguments(node)) {
      const clause = node.parent;
      const isType =
        ts.isHeritageClause(clause) &&
        (clause.token === ts.SyntaxKind.ImplementsKeyword || ts.isInterfaceDeclaration(clause.parent));
      if (isType) this.visitEntityRoot(node.expression, scope, Meaning.Type);
      else this.visit(node.expression, scope);
      this.visitAll(node.typeArguments, scope);
      return true;
    }
    if (ts.isExportSpecifier(node)) {
      const local = node.propertyName ?? node.name;
      if (!node.parent.parent.moduleSpecifier && ts.isIdentifier(local)) {
        this.use(local, scope, Meaning.Any, true);
      }
      return true;
    }
    if (ts.isLabeledStatement(node)) {
      this.visit(node.statement, scope);
      return true;
    }
    if (ts.isBreakOrContinueStatement(node) || ts.isMetaProperty(node) || ts.isNamespaceExport(node))
      return true;
    if (ts.isImportTypeNode(node)) {
      this.visitAll(node.typeArguments, scope);
      return true;
    }
    if (ts.isNamedTupleMember(node)) {
      this.visit(node.type, scope);
      return true;
    }
    if (ts.isJsxAttribute(node)) {
      this.visit(node.initializer, scope);
      return true;
    }
    if (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) {
      this.visitTag(node.tagName, scope);
      this.visitAll(node.typeArguments, scope);
      this.visit(node.attributes, scope);
      return true;
    }
    if (ts.isJsxClosingElement(node)) {
      this.visitTag(node.tagName, scope);
      return true;
    }
    if (
      ts.isPropertyAssignment(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isPropertySignature(node) ||
      ts.isEnumMember(node)
    ) {
      ts.forEachChild(node, (child) => {
        if (child !== node.name || ts.isComputedPropertyName(child)) this.visit(child, scope);
      });
      return true;
    }
    return false;
  }

  private visitTag(tag: ts.JsxTagNameExpression, scope: Scope): void {
    if (!ts.isIdentifier(tag)) {
      this.visit(tag, scope);
      return;
    }
    const first = tag.text.charAt(0);
    // A lower-case tag is an element of the page, whatever is in scope.
    if (first !== first.toLowerCase() || first === '_' || first === '$') this.use(tag, scope, Meaning.Value);
  }

  private visitEntityRoot(entity: ts.Node, scope: Scope, meaning = Meaning.Any): void {
    if (ts.isIdentifier(entity)) {
      this.use(entity, scope, meaning);
      return;
    }
    let root: ts.Node = entity;
    while (ts.isQualifiedName(root)) root = root.left;
    while (ts.isPropertyAccessExpression(root)) root = root.expression;
    if (ts.isIdentifier(root)) this.use(root, scope, Meaning.Any);
    else this.visit(root, scope);
  }
}

/** Frequent kinds of nodes that neither open a scope nor declare anything, and whose identifiers are all uses. */
const PLAIN = kindsWhere(
  (node) =>
    ts.isArrayLiteralExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isBinaryExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isExpressionStatement(node) ||
    ts.isIfStatement(node) ||
    ts.isJsxAttributes(node) ||
    ts.isJsxElement(node) ||
    ts.isJsxExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isReturnStatement(node) ||
    ts.isTemplateExpression(node) ||
    ts.isVariableDeclarationList(node) ||
    ts.isVariableStatement(node),
);

function isDirectEval(node: ts.Node): boolean {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'eval';
}

function functionScope(scope: Scope): Scope {
  let at = scope;
  while (at.kind !== 'function' && at.parent) at = at.parent;
  return at;
}

function isExportedDeclaration(node: ts.Node): boolean {
  let at: ts.Node = node;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at) || ts.isArrayBindingPattern(at))
    at = at.parent;
  if (ts.isVariableDeclaration(at)) at = at.parent.parent;
  if (!ts.canHaveModifiers(at)) return false;
  return ts.getModifiers(at)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}
