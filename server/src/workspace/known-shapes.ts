import { PACKAGE_BULKS, PACKAGE_COMPONENTS } from '../usages/package-tables';
import { PACKAGE_SHAPES } from '../usages/packages';
import { type CallShape, NAMED_SHAPES, type ShapeTable, shapeTable } from '../usages/shapes';
import type { Config } from './config';

/** Everything that a scan looks for; of several shapes of one name the surest stands first. */
export function knownShapes(config: Config, wrappers: readonly CallShape[]): ShapeTable {
  return shapeTable(
    [...config.calls, ...wrappers, ...PACKAGE_SHAPES, ...NAMED_SHAPES],
    [...config.bulks, ...PACKAGE_BULKS],
    [...config.components, ...PACKAGE_COMPONENTS],
  );
}

/** The shapes that differ from those already looked for. */
export function newShapes(found: readonly CallShape[], known: readonly CallShape[]): CallShape[] {
  const before = new Set(known.map(shapeId));
  return found.filter((shape) => !before.has(shapeId(shape)));
}

/** One text for all that a shape says. */
export function shapeId(shape: CallShape): string {
  return JSON.stringify(shape, (_, value: unknown) => (value instanceof Map ? [...value] : value));
}
