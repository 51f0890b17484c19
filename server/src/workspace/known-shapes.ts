import { PACKAGE_BULKS, PACKAGE_COMPONENTS } from '../usages/package-tables';
import { PACKAGE_SHAPES } from '../usages/packages';
import { type BulkShape, type CallShape, NAMED_SHAPES, type ShapeTable, shapeTable } from '../usages/shapes';
import type { Config } from './config';

/** Shapes that the code itself reveals. */
export interface InferredShapes {
  readonly wrappers: readonly CallShape[];
  readonly bulks: readonly BulkShape[];
}

export const NOTHING_INFERRED: InferredShapes = { wrappers: [], bulks: [] };

/** Everything that a scan looks for; of several shapes of one name the surest stands first. */
export function knownShapes(
  config: Pick<Config, 'calls' | 'bulks' | 'components'>,
  { wrappers, bulks }: InferredShapes,
): ShapeTable {
  return shapeTable(
    [...config.calls, ...inShapeOrder(wrappers), ...PACKAGE_SHAPES, ...NAMED_SHAPES],
    [...config.bulks, ...inShapeOrder(bulks), ...PACKAGE_BULKS],
    [...config.components, ...PACKAGE_COMPONENTS],
  );
}

/** The shapes that only one of two sets has. */
export function changedShapes(a: InferredShapes, b: InferredShapes): InferredShapes {
  return {
    wrappers: [...newShapes(a.wrappers, b.wrappers), ...newShapes(b.wrappers, a.wrappers)],
    bulks: [...newShapes(a.bulks, b.bulks), ...newShapes(b.bulks, a.bulks)],
  };
}

/** In an order that does not depend on that of the files. */
function inShapeOrder<T extends CallShape | BulkShape>(shapes: readonly T[]): T[] {
  const named = shapes.map((shape) => [shapeId(shape), shape] as const);
  return named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, shape]) => shape);
}

function newShapes<T extends CallShape | BulkShape>(found: readonly T[], known: readonly T[]): T[] {
  const before = new Set(known.map(shapeId));
  return found.filter((shape) => !before.has(shapeId(shape)));
}

/** One text for all that a shape says. */
function shapeId(shape: CallShape | BulkShape): string {
  return JSON.stringify(shape, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}
