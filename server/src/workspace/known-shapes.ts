import { PACKAGE_BULKS, PACKAGE_COMPONENTS } from '../usages/package-tables';
import { PACKAGE_SHAPES } from '../usages/packages';
import {
  type BulkShape,
  type CallShape,
  familyOf,
  NAMED_SHAPES,
  type ShapeTable,
  shapeTable,
} from '../usages/shapes';
import type { Config } from './config';

/** Shapes that the code itself reveals. */
export interface InferredShapes {
  readonly wrappers: readonly CallShape[];
  readonly bulks: readonly BulkShape[];
}

/** A wrapper of a wrapper of a wrapper …; deeper chains stay unseen, and a doubt that comes and goes has an end. */
export const MAX_ROUNDS = 100;

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

/** What has come or gone between two sets of shapes. */
export interface ChangedShapes extends InferredShapes {
  /** Those of the wrappers that are called as no other is: where only others of a family come or go, calls are known already. */
  readonly families: readonly CallShape[];
}

/** The shapes that only one of two sets has. */
export function changedShapes(a: InferredShapes, b: InferredShapes): ChangedShapes {
  return {
    wrappers: [...newShapes(a.wrappers, b.wrappers), ...newShapes(b.wrappers, a.wrappers)],
    families: [...newFamilies(a.wrappers, b.wrappers), ...newFamilies(b.wrappers, a.wrappers)],
    bulks: [...newShapes(a.bulks, b.bulks), ...newShapes(b.bulks, a.bulks)],
  };
}

function newFamilies(found: readonly CallShape[], known: readonly CallShape[]): CallShape[] {
  const before = new Set(known.map(familyOf));
  return found.filter((shape) => !before.has(familyOf(shape)));
}

/** The ids of the wrappers of each family, always in the same order. */
export function familiesOf(shapes: readonly CallShape[]): Map<string, string[]> {
  const families = new Map<string, string[]>();
  for (const shape of shapes) {
    const family = familyOf(shape);
    if (family === undefined || shape.wrapper === undefined) continue;
    const known = families.get(family);
    if (known) known.push(shape.wrapper);
    else families.set(family, [shape.wrapper]);
  }
  for (const ids of families.values()) ids.sort();
  return families;
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
