import ts from 'typescript';
import { exportedInTurn, exportSet, isExportedOnce, WHOLE_MODULE } from './common-js';
import type { Constants } from './constants';
import { requiredModule } from './constants';
import type { ExportFact } from './facts';
import { functionBehind, originOf, originOfResult } from './origins';
import { nameText } from './property-names';
import { type Scopes, variableOf } from './scope';
import { declaredType, membersType, textType } from './types';
import { unwrap } from './unwrap';

/** What a module exports, as far as flags may need it: constants, names of functions, and what it hands on. */
export function exportsOf(
  source: ts.SourceFile,
  constants: Constants,
  scopes: Scopes,
): { exports: Map<string, ExportFact>; exportAll: string[] } {
  const exports = new Map<string, ExportFact>();
  const exportAll: string[] = [];

  const exportType = (name: string, declared: ts.TypeAliasDeclaration | ts.InterfaceDeclaration): void => {
    const text = ts.isTypeAliasDeclaration(declared) ? constants.types.textOf(declared.type) : undefined;
    const members = constants.types.membersIn(declared);
    if (text) exports.set(textType(name), { kind: 'constant', value: text });
    if (members) exports.set(membersType(name), { kind: 'constant', value: members });
  };

  const exportName = (name: string, local: ts.Identifier): void => {
    const type = declaredType(local);
    if (type) exportType(name, type);
    const value = constants.evaluate(local);
    exports.set(
      name,
      value.kind === 'unknown'
        ? localExport(local.text, local)
        : isMade(local, scopes)
          ? { ...localExport(local.text, local), value }
          : { kind: 'constant', name: local.text, value },
    );
  };

  const localExport = (name: string, value: ts.Expression): LocalExport => {
    const declared = ts.isIdentifier(value) ? functionBehind(value, scopes) : undefined;
    const origin = declared ? undefined : originOf(value, scopes);
    const returns = declared && originOfResult(declared, scopes);
    return { kind: 'local', name, ...(origin && { origin }), ...(returns && { returns }) };
  };

  const exportExpression = (name: string, expression: ts.Expression): void => {
    const value = unwrap(expression);
    if (ts.isIdentifier(value)) {
      exportName(name, value);
      return;
    }
    const constant = constants.evaluate(value);
    exports.set(
      name,
      // A function that is all of a module is known by one name, however it is imported.
      constant.kind === 'unknown' || ts.isNewExpression(value)
        ? {
            ...localExport(name === WHOLE ? 'default' : name, value),
            ...(constant.kind !== 'unknown' && { value: constant }),
          }
        : { kind: 'constant', value: constant },
    );
  };

  let isCommonJs = false;
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement)) {
      const module =
        statement.moduleSpecifier && ts.isStringLiteralLike(statement.moduleSpecifier)
          ? statement.moduleSpecifier.text
          : undefined;
      const clause = statement.exportClause;
      if (!clause) {
        if (module !== undefined) exportAll.push(module);
      } else if (ts.isNamespaceExport(clause)) {
        if (module !== undefined) exports.set(clause.name.text, { kind: 'import', module, name: '*' });
      } else {
        for (const { name, propertyName } of clause.elements) {
          const original = propertyName ?? name;
          if (module !== undefined) exports.set(name.text, { kind: 'import', module, name: original.text });
          else if (ts.isIdentifier(original)) exportName(name.text, original);
        }
      }
    } else if (ts.isExportAssignment(statement)) {
      exportExpression('default', statement.expression);
      if (statement.isExportEquals) exportExpression(WHOLE, statement.expression);
    } else if (
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
    ) {
      exportDeclared(statement, exportName, exportType, exports, scopes);
    } else {
      for (const expression of expressionsOf(statement))
        isCommonJs = commonJs(expression, exportExpression, exportAll) || isCommonJs;
    }
  }
  // Who takes a CommonJS module as a whole, takes what it exports by names too, and the other way round.
  if (isCommonJs && !exports.has(WHOLE))
    exports.set(WHOLE, { kind: 'import', module: `/${source.fileName}`, name: '*' });
  // What is exported now under one name and now under another is nothing that the file declares.
  for (const name of ts.isExternalModule(source) ? [] : exportedInTurn(source))
    exports.set(name, { kind: 'local', name: `${WHOLE_MODULE}.${name}` });
  return { exports, exportAll };
}

type LocalExport = ExportFact & { readonly kind: 'local' };

/** Whether a name stands for an object that a class has made: it has methods, and a value besides. */
function isMade(name: ts.Identifier, scopes: Scopes): boolean {
  const binding = scopes.resolve(name);
  const variable = binding && variableOf(binding);
  const value = variable === binding ? variable?.initializer : undefined;
  return value !== undefined && ts.isNewExpression(unwrap(value));
}

/** The name of what a CommonJS module is as a whole: `module.exports = KEYS`, `export = KEYS`. */
export const WHOLE = 'export=';

function exportDeclared(
  statement: ts.Statement,
  exportName: (name: string, local: ts.Identifier) => void,
  exportType: (name: string, declared: ts.TypeAliasDeclaration | ts.InterfaceDeclaration) => void,
  exports: Map<string, ExportFact>,
  scopes: Scopes,
): void {
  if (ts.isVariableStatement(statement)) {
    for (const { name } of statement.declarationList.declarations) exportBinding(name, exportName);
  } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    const isDefault = ts
      .getModifiers(statement)
      ?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword);
    const exported = isDefault ? 'default' : statement.name?.text;
    if (exported === undefined) return;
    if (statement.name && ts.isClassDeclaration(statement)) {
      exportName(exported, statement.name);
      return;
    }
    const returns = ts.isFunctionDeclaration(statement) ? originOfResult(statement, scopes) : undefined;
    exports.set(exported, {
      kind: 'local',
      name: statement.name?.text ?? 'default',
      ...(returns && { returns }),
    });
  } else if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) {
    if (!statement.typeParameters) exportType(statement.name.text, statement);
  } else if (ts.isEnumDeclaration(statement)) {
    exportName(statement.name.text, statement.name);
  } else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) {
    exportName(statement.name.text, statement.name);
  }
}

/** `export const A`, `export const { A, b: [C] }`. */
function exportBinding(name: ts.BindingName, exportName: (name: string, local: ts.Identifier) => void): void {
  if (ts.isIdentifier(name)) exportName(name.text, name);
  else
    for (const element of name.elements)
      if (ts.isBindingElement(element)) exportBinding(element.name, exportName);
}

/** What is assigned in the end: `isOn` of `exports.a = exports.b = isOn`. */
function valueSet({ right }: ts.BinaryExpression): ts.Expression {
  const value = unwrap(right);
  const isFurther = ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isFurther ? valueSet(value) : right;
}

/** Assignments: `exports = module.exports = …` is two, as is `const self = (module.exports = …)` one. */
function expressionsOf(statement: ts.Statement): readonly ts.Expression[] {
  const first = ts.isExpressionStatement(statement)
    ? [statement.expression]
    : ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.flatMap(({ initializer }) => initializer ?? [])
      : [];
  const found = first.map(unwrap);
  for (const one of found)
    if (ts.isBinaryExpression(one) && one.operatorToken.kind === ts.SyntaxKind.EqualsToken)
      found.push(unwrap(one.right));
  return found;
}

/** `module.exports = { A, b: 'c' }`, `module.exports = require('./x')`, `exports.A = …`; whether it was one of these. */
function commonJs(
  expression: ts.Expression,
  exportExpression: (name: string, expression: ts.Expression) => void,
  exportAll: string[],
): boolean {
  const name = ts.isBinaryExpression(expression) ? exportSet(expression) : undefined;
  if (name === undefined) return false;
  const right = valueSet(expression as ts.BinaryExpression);
  if (name === WHOLE_MODULE) {
    const module = requiredModule(right);
    if (module !== undefined) exportAll.push(module);
    else if (ts.isObjectLiteralExpression(right)) {
      for (const property of right.properties) {
        const name = property.name && nameText(property.name);
        if (name === undefined) continue;
        if (ts.isPropertyAssignment(property)) exportExpression(name, property.initializer);
        else if (ts.isShorthandPropertyAssignment(property)) exportExpression(name, property.name);
      }
    } else if (isExportedOnce(right.getSourceFile(), WHOLE_MODULE)) {
      exportExpression('default', right);
      exportExpression(WHOLE, right);
    }
    return true;
  }
  exportExpression(name, right);
  return true;
}
