import ts from 'typescript';
import { type Bulk, bulksBehind } from './bulks';
import type { BulkHolderFact, ReaderFact } from './facts';
import { functionName } from './function-name';
import { contextProvided } from './holders';
import { nameText } from './property-names';
import { lastName } from './references';
import type { Scopes } from './scope';
import type { BulkShape } from './shapes';
import { returnedBy } from './targets';
import { kindsWhere, treeOf } from './tree';
import { unwrap } from './unwrap';

/** The functions of a file that return a bulk result that leaves no doubt, and the contexts that hold one. */
export function bulkHoldersIn(
  source: ts.SourceFile,
  bulks: readonly BulkShape[],
  scopes: Scopes,
  readerOf: (object: ts.Expression, bulk: Bulk) => ReaderFact,
): BulkHolderFact[] {
  const found: BulkHolderFact[] = [];
  const add = (name: string, members: readonly string[], value: ts.Expression): void => {
    const node = unwrap(value);
    if (ts.isObjectLiteralExpression(node)) {
      // `{ ...flags, ...overrides }`: the project's own answers to some of them.
      const spread = node.properties.filter(ts.isSpreadAssignment);
      if (spread.length === node.properties.length)
        for (const { expression } of spread) add(name, members, expression);
      for (const property of members.length < MAX_MEMBERS ? node.properties : []) {
        const own = property.name && nameText(property.name);
        if (own === undefined) continue;
        if (ts.isPropertyAssignment(property)) add(name, [...members, own], property.initializer);
        else if (ts.isShorthandPropertyAssignment(property)) add(name, [...members, own], property.name);
      }
      return;
    }
    for (const bulk of bulksBehind(node, bulks, scopes)) {
      const { names, list, keys, path, gives } = bulk.shape;
      if (!bulk.isSure || list !== undefined || names[0] === name) continue;
      const shape = { keys, ...(path && { path }), ...(gives && { gives }) };
      found.push({ name, members, shape, reader: readerOf(node, bulk) });
    }
  };
  for (const node of treeOf(source).of(HOLDERS)) {
    const name = ts.isFunctionLike(node) && 'body' in node ? functionName(node) : undefined;
    const value = name !== undefined && returnedBy(node as ts.FunctionLikeDeclaration);
    if (value && !name!.includes('.')) add(`${name}()`, [], value);
    const provided = contextProvided(node);
    const context = provided && lastName(provided.context);
    if (context !== undefined) add(`${context}<>`, [], provided!.value);
  }
  return found;
}

const HOLDERS = kindsWhere(
  (node) => ts.isFunctionLike(node) || ts.isVariableDeclaration(node) || ts.isJsxAttribute(node),
);

const MAX_MEMBERS = 2;
