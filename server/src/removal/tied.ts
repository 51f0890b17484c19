import ts from 'typescript';
import { namesWord } from './still-told';
import { parse } from './view';

/**
 * Where names of declarations stand of which the comment right above names the flag: `// TODO: delete with new_ui`. What of them
 * nothing uses has waited for the flag to go.
 */
export function namesTiedTo(file: string, text: string, flag: string): ReadonlySet<number> {
  const tree = parse(file, text);
  // What a script declares is there for all others.
  if (!ts.isExternalModule(tree)) return new Set();
  const told = tree.statements.filter((statement) => isTold(statement, text, flag));
  return new Set(told.flatMap((statement) => namesOf(statement).map((name) => name.getStart(tree))));
}

function namesOf(statement: ts.Statement): ts.Node[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name);
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return isNamed && statement.name ? [statement.name] : [];
}

/** Whether the comment right above a statement names a flag. */
function isTold(statement: ts.Statement, text: string, flag: string): boolean {
  const last = ts.getLeadingCommentRanges(text, statement.pos)?.at(-1);
  if (!last || text.slice(last.end, statement.getStart()).split('\n').length > 2) return false;
  return namesWord(text.slice(last.pos, last.end), flag);
}
