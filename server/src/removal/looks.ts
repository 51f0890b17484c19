import type ts from 'typescript';
import { type Holding, signOf } from './holding';
import type { Value } from './known';
import type { Module } from './program';
import { regionAround } from './row-places';
import { isWithin } from './syntax';

/** Where a row comes to be looked at by itself: in a function that is given it, or a loop. */
export interface Look {
  readonly module: Module;
  readonly region: ts.Node;
  /** What the region returns is only asked whether it is true. */
  readonly isTest: boolean;
  /** Expressions that are the key. */
  readonly keys: Set<ts.Node>;
  /** Those of them that are only handed on, to where they are followed. */
  readonly carried: Set<ts.Node>;
  /** Expressions that are known of the row: its other properties, and itself, which is an object. */
  readonly known: Map<ts.Node, Value | 'object'>;
}

/** How to come to the key from a value: through members by their names, and through each of a list. */
export type Path = readonly (string | null)[];

/** A value that has the key somewhere in it. */
export interface Place {
  readonly module: Module;
  readonly node: ts.Node;
  readonly path: Path;
  /** What is known of the object that has the key for a property. */
  readonly holding: Holding;
  readonly look: Look | undefined;
}

export interface Looks {
  readonly all: readonly Look[];
  /** The look of a region at what comes to it under a name. */
  of(module: Module, region: ts.Node, name: string, isTest: boolean): Look;
  /** The look that a place further on belongs to: the same, or where it stands outside of it a new one. */
  around(module: Module, at: ts.Node, from: Omit<Place, 'node'>): Look;
  /** The look at a value of its own, whatever else comes to the same region. */
  apart(from: Omit<Place, 'node'>, at: ts.Node): Look;
}

export function createLooks(): Looks {
  const byName = new Map<string, Look>();
  const all: Look[] = [];
  const of: Looks['of'] = (module, region, name, isTest) => {
    const id = `${module.file}:${region.pos}:${region.end}:${name}:${isTest}`;
    let look = byName.get(id);
    if (!look) {
      look = { module, region, isTest, keys: new Set(), carried: new Set(), known: new Map() };
      byName.set(id, look);
      all.push(look);
    }
    return look;
  };
  return {
    all,
    of,
    around: (module, at, { look, path, holding }) =>
      look?.module === module && isWithin(at, look.region)
        ? look
        : of(module, regionAround(at), signOf(path, holding), false),
    apart: ({ module, path, holding }, at) =>
      of(module, regionAround(at), `${at.pos}:${at.end}:${signOf(path, holding)}`, false),
  };
}
