// Takes out of TypeScript what parses: a tenth of it, which loads in a quarter of the time. Whoever checks types takes all.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/**
 * The text of a module that exports `names` of TypeScript's, and holds what these mention, and what that mentions. Names that
 * the parser has no part in bring along whatever they need.
 */
export function syntaxOfTypeScript(file, names) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const { statements } = wholeOf(source);
  const byName = new Map();
  const add = (name, statement) => byName.set(name, [...(byName.get(name) ?? []), statement]);
  for (const statement of statements) for (const name of namesOf(statement)) add(name, statement);
  const originals = exportsIn(statements);
  const wanted = names.map((name) => [name, originals.get(name)]);
  const makers = makersOfNodes(byName.get('getServicesObjectAllocator')[0]);

  const kept = new Set();
  const needed = new Set();
  const need = (name) => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const statement of byName.get(name) ?? []) {
      // Of thousands of messages, those alone are kept that somebody names.
      if (kept.has(statement) || declares(statement, MESSAGES)) continue;
      kept.add(statement);
      for (const { text } of mentioned(statement)) need(text);
    }
  };
  for (const [, name] of wanted) need(name);
  for (const { text } of makers.flatMap(mentioned)) need(text);
  need('setObjectAllocator');
  need('diag');

  const messages = new Set();
  for (const statement of kept) {
    for (const name of mentioned(statement)) {
      if (name.text !== MESSAGES) continue;
      if (!ts.isPropertyAccessExpression(name.parent))
        throw new Error('TypeScript takes messages by more than their names.');
      messages.add(name.parent.name.text);
    }
  }
  const textOf = (node) => node.getText(source);
  const [table] = byName.get(MESSAGES);
  const { properties } = table.declarationList.declarations[0].initializer;
  const namedMessages = properties.filter(({ name }) => messages.has(name.text)).map(textOf);
  return [
    source.text.slice(0, source.text.indexOf('*/') + 2),
    '"use strict";',
    ...statements.flatMap((statement) => {
      if (statement === table) return `var ${MESSAGES} = { ${namedMessages} };`;
      return kept.has(statement) ? textOf(statement) : [];
    }),
    // Nodes have their methods from the services, of which nothing else is taken.
    `setObjectAllocator({ ${makers.map(textOf)} });`,
    `module.exports = { ${wanted.map(([name, original]) => `${name}: ${original}`)} };`,
  ].join('\n');
}

const MESSAGES = 'Diagnostics';

/** All of TypeScript is the body of one function. */
function wholeOf(source) {
  const call = source.statements.find(ts.isExpressionStatement).expression;
  return call.expression.expression.body;
}

/** What a statement declares or, where it only does something, does it to: whoever needs that needs the statement. */
function namesOf(statement) {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement.name.text];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => identifiersIn(name));
  if (!ts.isExpressionStatement(statement)) return [];
  const { expression } = statement;
  if (ts.isBinaryExpression(expression)) return identifiersIn(expression.left).slice(0, 1);
  if (!ts.isCallExpression(expression)) return [];
  // `__export(names, { … })`, `((Parser) => { … })(Parser || (Parser = {}))`: they fill what they are given first.
  const [filled] = expression.arguments;
  return filled ? identifiersIn(filled) : [];
}

function identifiersIn(node) {
  const found = [];
  const visit = (one) => {
    if (ts.isIdentifier(one)) found.push(one.text);
    else if (!ts.isObjectLiteralExpression(one)) ts.forEachChild(one, visit);
  };
  visit(node);
  return found;
}

function declares(statement, name) {
  return ts.isVariableStatement(statement) && namesOf(statement).includes(name);
}

/** The identifiers that may stand for something declared elsewhere. */
function mentioned(node) {
  const found = [];
  const visit = (one) => {
    if (ts.isIdentifier(one) && !isMember(one)) found.push(one);
    ts.forEachChild(one, visit);
  };
  visit(node);
  return found;
}

function isMember(name) {
  const { parent } = name;
  const isNamed =
    ts.isPropertyAccessExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent);
  return isNamed && parent.name === name;
}

/** What TypeScript calls inside what it exports. */
function exportsIn(statements) {
  for (const statement of statements) {
    const call = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    if (!call || !ts.isCallExpression(call) || call.arguments[0]?.text !== 'typescript_exports') continue;
    return new Map(
      call.arguments[1].properties.map(({ name, initializer }) => [name.text, initializer.body.text]),
    );
  }
  throw new Error('TypeScript exports in another way than it did.');
}

/** The members that say which classes a parser's nodes are of. */
function makersOfNodes(services) {
  const { properties } = services.body.statements[0].expression;
  return properties.filter(({ name }) =>
    /^get(Node|Token|\w*Identifier|SourceFile)Constructor$/.test(name.text),
  );
}
