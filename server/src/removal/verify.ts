import ts from 'typescript';
import type { Scopes } from './scope-model';
import { isTextStatement, statementsAround } from './syntax';
import { syntaxErrors, type View } from './view';

/**
 * Compares the result with the original, whatever the steps were: it parses; every word is a word still; every name that the author wrote and that
 * is still there stands for the same declaration; every statement is still a statement; every jump goes where it went.
 * Gives what is wrong in words, or nothing.
 */
export function findDamage(view: View): string | undefined {
  if (syntaxErrors(view.file) > 0) return 'The result would not parse.';
  return (
    findMergedToken(view) ??
    findLostName(view) ??
    findLostFunction(view) ??
    findOtherDirective(view) ??
    findMergedStatement(view) ??
    findLostJump(view) ??
    findNewRedeclaration(view)
  );
}

/** Where texts meet that did not stand side by side, no word reaches from one into the other: `return` and `a`. */
function findMergedToken(view: View): string | undefined {
  let before = view.originOf(0);
  for (let offset = 1; offset < view.text.length; offset++) {
    const origin = view.originOf(offset);
    const isSeam = before === undefined ? origin !== undefined : origin !== before + 1;
    before = origin;
    if (isSeam && isInsideToken(view.file, offset)) return 'Two words would run together.';
  }
  return undefined;
}

/** What a page or a template shows may melt into its surroundings; no other token may. */
function isInsideToken(file: ts.SourceFile, offset: number): boolean {
  let at: ts.Node = file;
  for (;;) {
    const inner: ts.Node | undefined = at
      .getChildren(file)
      .find((child) => child.getStart(file) < offset && offset < child.end);
    if (!inner) return at.getChildCount(file) === 0 && !ts.isJsxText(at) && !ts.isTemplateLiteralToken(at);
    at = inner;
  }
}

function findLostName(view: View): string | undefined {
  const { original } = view;
  const before = new Map<number, number | undefined>();
  for (const binding of original.scopes.bindings) {
    for (const use of binding.uses) {
      before.set(use.node.getStart(original.file), binding.declarations[0]!.name.getStart(original.file));
    }
  }
  const declarationsOf = (offset: number) =>
    original.scopes.bindings.find((binding) =>
      binding.declarations.some(({ name }) => name.getStart(original.file) === offset),
    );
  for (const use of original.scopes.unresolved) before.set(use.node.getStart(original.file), undefined);
  for (const use of view.scopes.unresolved) {
    const origin = view.originOf(use.node.getStart(view.file));
    if (origin !== undefined && before.get(origin) !== undefined) {
      return `\`${use.node.text}\` would no longer be declared.`;
    }
  }
  for (const binding of view.scopes.bindings) {
    const declared = binding.declarations.map(({ name }) => view.originOf(name.getStart(view.file)));
    for (const use of binding.uses) {
      const origin = view.originOf(use.node.getStart(view.file));
      if (origin === undefined || !before.has(origin)) continue;
      const target = before.get(origin);
      const isSame =
        target !== undefined &&
        (declared.includes(target) ||
          declared.includes(undefined) ||
          declarationsOf(target)?.declarations.some(({ name }) =>
            declared.includes(name.getStart(original.file)),
          ));
      if (!isSame) return `\`${use.node.text}\` would stand for another declaration.`;
    }
  }
  return undefined;
}

/** In code that is not strict a block's functions are `var`s around it: with the block gone, their name is none any more. */
function findLostFunction(view: View): string | undefined {
  const before = functionsOfBlocks(view.original.file);
  if (before.size === 0 || ts.isExternalModule(view.file)) return undefined;
  const after = functionsOfBlocks(view.file);
  const lost = view.scopes.unresolved.find(({ node }) => before.has(node.text) && !after.has(node.text));
  return lost && `\`${lost.node.text}\` would no longer be declared.`;
}

function functionsOfBlocks(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name && !ts.isSourceFile(node.parent))
      names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** A text that is a statement of its own speaks to the engine where nothing but such texts stand before it, and nowhere else: `'use strict'`. */
function findOtherDirective(view: View): string | undefined {
  const before = textStatements(view.original.file);
  for (const [start, isDirective] of textStatements(view.file)) {
    const origin = view.originOf(start);
    if (origin !== undefined && (before.get(origin) ?? false) !== isDirective)
      return isDirective ? 'A text would become a directive.' : 'A directive would be none any more.';
  }
  return undefined;
}

/** The statements that are nothing but a text, by their starts, and whether each is a directive. */
function textStatements(file: ts.SourceFile): Map<number, boolean> {
  const found = new Map<number, boolean>();
  const visit = (node: ts.Node): void => {
    if (isTextStatement(node)) {
      const around = statementsAround(node);
      const isOfFunction = ts.isSourceFile(node.parent) || ts.isFunctionLike(node.parent.parent);
      const first = around?.findIndex((statement) => !isTextStatement(statement)) ?? 0;
      found.set(node.getStart(file), isOfFunction && (first < 0 || around!.indexOf(node) < first));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Statements begin where they began and end where they ended, as far as the author's characters are still there. */
function findMergedStatement(view: View): string | undefined {
  const before = statementBounds(view.original.file);
  const after = statementBounds(view.file);
  for (const open of openDeclarations(view.original.file)) before.ends.delete(open);
  const isEnd = (offset: number): boolean => {
    let at = offset + 1;
    while (!after.ends.has(at) && (view.text.charAt(at) === ')' || view.text.charAt(at).trim() === '')) {
      if (at++ >= view.text.length) break;
    }
    return after.ends.has(at) || view.text.charAt(at) === ';';
  };
  for (let offset = 0; offset < view.text.length; offset++) {
    const origin = view.originOf(offset);
    if (origin === undefined) continue;
    const starts =
      before.starts.has(origin) && !after.starts.has(offset) && !'{;'.includes(view.text.charAt(offset));
    const ends = before.ends.has(origin + 1) && !';}'.includes(view.text.charAt(offset)) && !isEnd(offset);
    if (starts || ends) return 'Two statements would run together.';
  }
  return undefined;
}

function statementBounds(file: ts.SourceFile): { starts: Set<number>; ends: Set<number> } {
  const starts = new Set<number>();
  const ends = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node)) {
      starts.add(node.getStart(file));
      ends.add(node.end);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { starts, ends };
}

/** Where `let x` ends without a semicolon: it may get a value there, and no next line can go on with it. */
function openDeclarations(file: ts.SourceFile): number[] {
  const found: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableStatement(node)) {
      const last = node.declarationList.declarations.at(-1);
      if (last && !last.initializer && last.end === node.end) found.push(node.end);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Every `break` and `continue` has to leave or repeat the same loop, switch or label as before. */
function findLostJump(view: View): string | undefined {
  const before = jumpTargets(view.original.file, (offset) => offset);
  const after = jumpTargets(view.file, view.originOf);
  for (const [jump, target] of after) {
    if (before.has(jump) && before.get(jump) !== target) return 'A break or continue would go elsewhere.';
  }
  return undefined;
}

function jumpTargets(
  file: ts.SourceFile,
  originOf: (offset: number) => number | undefined,
): Map<number, number | undefined> {
  const targets = new Map<number, number | undefined>();
  const visit = (node: ts.Node): void => {
    if (ts.isBreakOrContinueStatement(node)) {
      const origin = originOf(node.getStart(file));
      const target = jumpTarget(node);
      if (origin !== undefined) targets.set(origin, target && originOf(target.getStart(file)));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return targets;
}

function jumpTarget(node: ts.BreakOrContinueStatement): ts.Node | undefined {
  for (let at: ts.Node = node.parent; at; at = at.parent) {
    if (ts.isFunctionLike(at)) return undefined;
    if (node.label) {
      if (ts.isLabeledStatement(at) && at.label.text === node.label.text) return at;
    } else if (
      ts.isIterationStatement(at, false) ||
      (ts.isBreakStatement(node) && ts.isSwitchStatement(at))
    ) {
      return at;
    }
  }
  return undefined;
}

function findNewRedeclaration(view: View): string | undefined {
  const before = redeclared(view.original.scopes);
  const name = [...redeclared(view.scopes)].find((candidate) => !before.has(candidate));
  return name && `\`${name}\` would be declared twice.`;
}

function redeclared(scopes: Scopes): Set<string> {
  const exclusive = new Set(['let', 'const', 'class', 'catch']);
  const names = new Set<string>();
  for (const { name, declarations } of scopes.bindings) {
    const values = declarations.filter(({ kind }) => kind !== 'type' && kind !== 'namespace');
    if (values.length > 1 && values.some(({ kind }) => exclusive.has(kind))) names.add(name);
  }
  return names;
}
