import ts from 'typescript';
import type { DraftEdit } from './draft';
import {
  commentsBetween,
  indentAt,
  lineEnd,
  lineStart,
  nextLine,
  ownEnd,
  reindent,
  removeLines,
} from './layout';
import { Meaning, type Scope } from './scope-model';
import { isTextStatement, isWithin, statementsAround } from './syntax';
import { speaksOfNextLine } from './tool-comments';
import type { SourceView, View } from './view';

/**
 * Puts `kept`, a part of a statement, in the statement's place, or nothing. `dropped` are the parts that go, whose
 * `var`s survive where something else still uses them.
 */
export function replaceStatement(
  view: View,
  whole: ts.Statement,
  kept: ts.Statement | undefined,
  dropped: readonly ts.Node[],
): DraftEdit[] {
  const vars = survivingVars(view, dropped);
  if (statementsAround(whole)) return replaceInList(view, whole, kept, vars);
  if (vars.length > 0 || !kept) return replaceBranch(view, whole, kept, vars);
  return keepBranch(view, whole, kept);
}

function replaceInList(
  view: View,
  whole: ts.Statement,
  kept: ts.Statement | undefined,
  vars: readonly string[],
): DraftEdit[] {
  const start = whole.getStart(view.file);
  const isNothing = !kept || ts.isEmptyStatement(kept) || isTextStatement(kept);
  const content = isNothing ? undefined : contentOf(view, whole, kept);
  if (!content) {
    if (vars.length > 0) return [{ start, end: whole.end, text: declareVars(vars) }];
    return [removeLines(view, whole), ...separateNeighbours(view, whole)];
  }
  const indent = indentAt(view.text, start);
  const lead = vars.length > 0 ? `${declareVars(vars)}${view.eol}${indent}` : '';
  // What closes the line of a dropped `else` speaks of it.
  const isElseDropped =
    ts.isIfStatement(whole) && whole.elseStatement !== undefined && kept === whole.thenStatement;
  const end = isElseDropped ? ownEnd(view, whole) : whole.end;
  const breaks = content.endsInLineComment && lineEnd(view.text, end) > end;
  const edits: DraftEdit[] = [
    ...(vars.length > 0
      ? []
      : separateFromPrevious(view, whole, view.text.slice(content.start, content.end))),
    { start, end: content.start, text: lead },
    ...reindent(view, content.start, content.end, content.indent, indent),
    { start: content.end, end: Math.max(content.end, end), text: breaks ? view.eol + indent : '' },
  ];
  if (content.last) edits.push(...separateFromNext(view, whole, content.last));
  return [...edits, ...staleDirective(view, whole)];
}

interface Content {
  readonly start: number;
  readonly end: number;
  /** The indentation of the content's own lines. */
  readonly indent: string;
  readonly last: ts.Statement | undefined;
  readonly endsInLineComment: boolean;
}

/** What of a kept branch takes the statement's place: the inside of its block where that may stand free. */
function contentOf(view: View, whole: ts.Statement, kept: ts.Statement): Content | undefined {
  const start = kept.getStart(view.file);
  if (!ts.isBlock(kept)) {
    const lead = commentsBetween(view, kept.pos, start)[0];
    const from = lead && lineStart(view.text, lead.pos) > whole.getStart(view.file) ? lead.pos : start;
    const indent = indentAt(view.text, from);
    const end = whole.end > kept.end ? ownEnd(view, kept) : kept.end;
    const isLine = view.text.slice(kept.end, end).includes('//');
    return { start: from, end, indent, last: kept, endsInLineComment: isLine };
  }
  if (!canUnwrap(view, kept, whole)) {
    const indent = indentAt(view.text, kept.end - 1);
    return { start, end: kept.end, indent, last: undefined, endsInLineComment: false };
  }
  return insideOf(view, kept);
}

function insideOf(view: View, block: ts.Block): Content | undefined {
  const open = block.getStart(view.file) + 1;
  const close = block.end - 1;
  const first = block.statements[0];
  const last = block.statements.at(-1);
  const firstStart = first?.getStart(view.file) ?? close;
  const headComments = commentsBetween(view, open, firstStart).filter(
    (comment) => !isDirective(view, comment),
  );
  const tailComments = last ? commentsBetween(view, last.end, close) : [];
  const start = headComments[0]?.pos ?? firstStart;
  const lastComment = tailComments.at(-1) ?? (last ? undefined : headComments.at(-1));
  if (!last && !lastComment) return undefined;
  const end = lastComment?.end ?? last!.end;
  const ownLine = [first?.getStart(view.file), start, end].find(
    (offset) => offset !== undefined && lineStart(view.text, offset) > open,
  );
  return {
    start,
    end,
    indent: indentAt(view.text, ownLine ?? block.getStart(view.file)),
    last,
    endsInLineComment: lastComment?.kind === ts.SyntaxKind.SingleLineCommentTrivia,
  };
}

/** A comment that speaks to a tool about its own line: `// eslint-disable-line`. */
function isDirective(view: View, comment: ts.CommentRange): boolean {
  const words = view.text.slice(comment.pos, comment.end);
  return words.includes('eslint-disable-line') || words.includes('biome-ignore');
}

/** A tool's comment about the next line goes with the line of the flag that it was about. */
function staleDirective(view: View, whole: ts.Statement): DraftEdit[] {
  const start = whole.getStart(view.file);
  const comment = ts.getLeadingCommentRanges(view.text, whole.pos)?.at(-1);
  if (!comment || lineStart(view.text, start) !== nextLine(view.text, comment.end)) return [];
  const words = view.text.slice(comment.pos, comment.end);
  if (!speaksOfNextLine(words)) return [];
  const lineOfComment = lineStart(view.text, comment.pos);
  if (view.text.slice(lineOfComment, comment.pos).trim() !== '') return [];
  return [{ start: lineOfComment, end: nextLine(view.text, comment.end), text: '' }];
}

/** Where a statement is a branch, a loop's body or under a label. */
function keepBranch(view: View, whole: ts.Statement, kept: ts.Statement): DraftEdit[] {
  const start = whole.getStart(view.file);
  const keptStart = kept.getStart(view.file);
  const wrap = wouldCatchElse(whole, kept);
  return [
    { start, end: keptStart, text: wrap ? '{ ' : '' },
    ...reindent(view, keptStart, kept.end, indentAt(view.text, kept.end - 1), indentAt(view.text, start)),
    { start: kept.end, end: whole.end, text: wrap ? ' }' : '' },
  ];
}

/** Whether an `if` without `else`, put before an outer `else`, would take it for its own. */
function wouldCatchElse(whole: ts.Statement, kept: ts.Statement): boolean {
  const opens = (statement: ts.Statement): boolean => {
    if (ts.isIfStatement(statement)) {
      return statement.elseStatement ? opens(statement.elseStatement) : true;
    }
    if (
      ts.isLabeledStatement(statement) ||
      (ts.isIterationStatement(statement, false) && !ts.isDoStatement(statement))
    ) {
      return opens(statement.statement);
    }
    return false;
  };
  return opens(kept) && standsBeforeElse(whole);
}

/** Whether an `else` of a statement around it follows, which an `if` without one would take for its own. */
function standsBeforeElse(statement: ts.Statement): boolean {
  for (let at: ts.Node = statement; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) && parent.thenStatement === at && parent.elseStatement) return true;
    if (statementsAround(at)) return false;
  }
  return false;
}

/** What to write around an `if` that loses its `else`: braces where another one follows. */
export function aroundOpenIf(node: ts.IfStatement): readonly [string, string] {
  return standsBeforeElse(node) ? ['{ ', ' }'] : ['', ''];
}

function replaceBranch(
  view: View,
  whole: ts.Statement,
  kept: ts.Statement | undefined,
  vars: readonly string[],
): DraftEdit[] {
  const { parent } = whole;
  const start = whole.getStart(view.file);
  if (kept) {
    const keptStart = kept.getStart(view.file);
    return [
      { start, end: keptStart, text: `{ ${declareVars(vars)} ` },
      { start: kept.end, end: whole.end, text: ' }' },
    ];
  }
  if (vars.length > 0) return [{ start, end: whole.end, text: `{ ${declareVars(vars)} }` }];
  if (ts.isLabeledStatement(parent)) return replaceStatement(view, parent, undefined, []);
  if (ts.isIfStatement(parent) && parent.elseStatement === whole) {
    return removeElse(view, parent);
  }
  return [{ start, end: whole.end, text: '{}' }];
}

/** Takes the `else` off an `if`. */
export function removeElse(view: View, node: ts.IfStatement): DraftEdit[] {
  const { thenStatement, elseStatement } = node;
  if (!elseStatement) return [];
  const kept = ownEnd(view, thenStatement);
  const end = kept > elseStatement.getStart(view.file) ? thenStatement.end : kept;
  const start = node.getStart(view.file);
  const [open, close] = aroundOpenIf(node);
  return [
    { start, end: start, text: open },
    { start: end, end: elseStatement.end, text: close },
  ];
}

export function declareVars(names: readonly string[]): string {
  return `var ${names.join(', ')};`;
}

/** The `var`s that code to be dropped declares and other code still uses. */
export function survivingVars(view: View, dropped: readonly ts.Node[]): string[] {
  if (dropped.length === 0) return [];
  const isDropped = (node: ts.Node) => dropped.some((outer) => isWithin(node, outer));
  return view.scopes.bindings
    .filter(
      ({ declarations, uses, isExported }) =>
        declarations.every(({ kind, name }) => kind === 'var' && isDropped(name)) &&
        (isExported || uses.some(({ node }) => !isDropped(node))),
    )
    .map(({ name }) => name);
}

/** Whether a block's own names can move to the scope around it without meeting or hiding another. */
export function canUnwrap(view: View, block: ts.Block, whole: ts.Node): boolean {
  const scope = view.scopes.scopeAt(block);
  if (scope.node !== block) return true;
  const target = view.scopes.scopeAt(whole.parent);
  // All cases of a switch share one scope, and a declaration right under a case is frowned upon.
  if (ts.isCaseBlock(target.node) && scope.names.size > 0) return false;
  // In code that is not strict a block's function is a `var` around the block as well.
  const hasLooseFunctions = !ts.isExternalModule(view.file);
  for (const [name, binding] of scope.names) {
    if (declaredIn(target, name) || (isCatchBody(target) && declaredIn(target.parent!, name))) {
      return false;
    }
    const own = new Set<ts.Node>(binding.declarations.map((declaration) => declaration.name));
    const isTaken = view.scopes.bindings.some(
      (other) =>
        other.name === name &&
        other.declarations.some(
          ({ kind, name: declared }) =>
            (kind === 'var' || (kind === 'function' && hasLooseFunctions)) &&
            !own.has(declared) &&
            isWithin(declared, target.node) &&
            !isWithin(declared, block),
        ),
    );
    if (isTaken || isCapturing(view, name, block, target)) return false;
  }
  const claimed = view.claimed.get(target.node) ?? new Set();
  if ([...scope.names.keys()].some((name) => claimed.has(name))) return false;
  view.claimed.set(target.node, new Set([...claimed, ...scope.names.keys()]));
  return true;
}

function isCatchBody({ node }: Scope): boolean {
  return node.parent !== undefined && ts.isCatchClause(node.parent);
}

function declaredIn(scope: Scope, name: string): boolean {
  return scope.names.has(name);
}

/** Whether the scope around a block uses a name of the block's for something that lies further out. */
function isCapturing(view: View, name: string, block: ts.Block, target: Scope): boolean {
  const usesOutside = [
    ...view.scopes.bindings.flatMap((binding) => binding.uses),
    ...view.scopes.unresolved,
  ].filter(({ node }) => node.text === name && isWithin(node, target.node) && !isWithin(node, block));
  return usesOutside.some(({ node, meaning }) => {
    const binding = view.scopes.bindingOf(node);
    const isInner = binding && binding.scope !== target && isWithin(binding.scope.node, target.node);
    return !isInner && (meaning & Meaning.Any) !== 0;
  });
}

/** A semicolon between what stands before a removed statement and what stands after it, where they would run together. */
export function separateNeighbours(view: View, whole: ts.Statement): DraftEdit[] {
  const list = statementsAround(whole)!;
  const index = list.indexOf(whole);
  const previous = list[index - 1];
  const next = list[index + 1];
  if (!previous || !next || !endsOpen(view, previous)) return [];
  // A semicolon that begins the line of the next statement stays there.
  if (/\n\s*;$/.test(whole.getText(view.file))) return [];
  const sameLine =
    lineStart(view.text, whole.getStart(view.file)) < previous.end &&
    lineEnd(view.text, whole.end) > next.getStart(view.file);
  return sameLine || continuesLine(view.text.slice(next.getStart(view.file)))
    ? [{ start: previous.end, end: previous.end, text: ';' }]
    : [];
}

/** A semicolon after the statement before, where new text in a statement's place would continue it. */
export function separateFromPrevious(view: SourceView, whole: ts.Statement, text: string): DraftEdit[] {
  const list = statementsAround(whole)!;
  const previous = list[list.indexOf(whole) - 1];
  if (!previous || !endsOpen(view, previous) || !continuesLine(text)) return [];
  return [{ start: previous.end, end: previous.end, text: ';' }];
}

/** A semicolon after the new last statement, where the statement behind would continue it. */
export function separateFromNext(view: View, whole: ts.Statement, last: ts.Statement): DraftEdit[] {
  const list = statementsAround(whole)!;
  const next = list[list.indexOf(whole) + 1];
  if (!next || !endsOpen(view, last)) return [];
  const nextStart = next.getStart(view.file);
  const sameLine = lineEnd(view.text, whole.end) > nextStart;
  return sameLine || continuesLine(view.text.slice(nextStart))
    ? [{ start: last.end, end: last.end, text: ';' }]
    : [];
}

/** Semicolons that the removal has written go again where nothing needs them, in a file that does without. */
export function dropSemicolons(view: View): DraftEdit[] {
  const edits: DraftEdit[] = [];
  let isCustom: boolean | undefined;
  const visit = (node: ts.Node): void => {
    const list = ts.isStatement(node) ? statementsAround(node) : undefined;
    const at = node.end - 1;
    if (list && view.text.charAt(at) === ';' && view.originOf(at) === undefined) {
      const next = list[list.indexOf(node as ts.Statement) + 1]?.getStart(view.file);
      const isNeeded =
        next !== undefined && (next <= lineEnd(view.text, at) || continuesLine(view.text.slice(next)));
      isCustom ??= hasSemicolons(view.original.file);
      if (!isNeeded && !isCustom) edits.push({ start: at, end: node.end, text: '' });
    }
    ts.forEachChild(node, visit);
  };
  visit(view.file);
  return edits;
}

/** Whether a file has semicolons, or nothing that would have one. */
function hasSemicolons(file: ts.SourceFile): boolean {
  let does = false;
  let doesWithout = false;
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node) && statementsAround(node)) {
      const last = node.end - 1;
      // One that begins a line keeps what follows it there apart.
      const isFirst = file.text.slice(lineStart(file.text, last), last).trim() === '';
      does ||= file.text.charAt(last) === ';' && !isFirst;
      doesWithout ||= endsOpen({ file, text: file.text }, node);
    }
    if (!does) ts.forEachChild(node, visit);
  };
  visit(file);
  return does || !doesWithout;
}

/** Whether a statement ends without a semicolon or brace, at the mercy of what follows. */
function endsOpen(view: SourceView, statement: ts.Statement): boolean {
  if (ts.isIfStatement(statement)) return endsOpen(view, statement.elseStatement ?? statement.thenStatement);
  if (ts.isLabeledStatement(statement)) return endsOpen(view, statement.statement);
  if (ts.isIterationStatement(statement, false) && !ts.isDoStatement(statement)) {
    return endsOpen(view, statement.statement);
  }
  if (
    ts.isBlock(statement) ||
    ts.isSwitchStatement(statement) ||
    ts.isTryStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  ) {
    return false;
  }
  return view.text.charAt(statement.end - 1) !== ';';
}

/** Whether text would continue an expression on the line before. */
function continuesLine(text: string): boolean {
  return '([`/+-*<,.'.includes(text.charAt(0)) && !text.startsWith('//') && !text.startsWith('/*');
}
