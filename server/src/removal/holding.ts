import ts from 'typescript';
import { nameText } from '../usages/property-names';
import type { Value } from './known';
import { literalOf } from './literals';
import type { Module } from './program';
import { bare } from './syntax';

/** What is known of an object's properties. */
export interface Holding {
  readonly values: ReadonlyMap<string, Value>;
  /** Properties that it has, or may have, whose values are not known. */
  readonly hidden: ReadonlySet<string>;
  /** There may be others besides. */
  readonly isOpen: boolean;
}

/** An object of which nothing is known. */
export const OPEN: Holding = { values: new Map(), hidden: new Set(), isOpen: true };

/** The value of a property, where that is known; one that an object does not have is undefined. */
export function memberIn(
  { values, hidden, isOpen }: Holding,
  name: string,
): { readonly value: Value } | undefined {
  if (values.has(name)) return { value: values.get(name) };
  return isOpen || hidden.has(name) || name in {} ? undefined : { value: undefined };
}

/** What is known of an object that is written out; `base` of the one that `spread` puts into it. */
export function holdingOf(
  object: ts.ObjectLiteralExpression,
  base?: Holding,
  spread?: ts.SpreadAssignment,
): Holding {
  let values = new Map<string, Value>();
  let hidden = new Set<string>();
  let isOpen = false;
  for (const property of object.properties) {
    if (property === spread && base) {
      if (base.isOpen) values = new Map();
      for (const [name, value] of base.values) {
        hidden.delete(name);
        values.set(name, value);
      }
      for (const name of base.hidden) {
        values.delete(name);
        hidden.add(name);
      }
      isOpen ||= base.isOpen;
      continue;
    }
    const name = property.name && nameText(property.name);
    if (name === undefined) {
      [values, hidden, isOpen] = [new Map(), new Set(), true];
      continue;
    }
    const value = ts.isPropertyAssignment(property) ? literalOf(property.initializer) : undefined;
    values.delete(name);
    hidden.delete(name);
    if (value) values.set(name, value.value);
    else hidden.add(name);
  }
  return { values, hidden, isOpen };
}

/** What is known of an object that takes properties of another one by name: `{ path: route.path, flag: route.flag }`. */
export function putTogether(
  object: ts.ObjectLiteralExpression,
  key: ts.Node,
  from: Holding,
  { scopes }: Module,
): Holding {
  const own = holdingOf(object);
  const source = bare(key);
  const owner =
    ts.isPropertyAccessExpression(source) && ts.isIdentifier(source.expression)
      ? scopes.bindingOf(source.expression)
      : undefined;
  if (!owner || own.isOpen) return own;
  const values = new Map(own.values);
  const hidden = new Set(own.hidden);
  for (const property of object.properties) {
    const name = property.name && nameText(property.name);
    if (name === undefined || !ts.isPropertyAssignment(property)) continue;
    const given = bare(property.initializer);
    const isTaken =
      ts.isPropertyAccessExpression(given) &&
      ts.isIdentifier(given.expression) &&
      scopes.bindingOf(given.expression) === owner;
    const value = isTaken ? memberIn(from, given.name.text) : undefined;
    if (!value) continue;
    hidden.delete(name);
    values.set(name, value.value);
  }
  return { values, hidden, isOpen: false };
}

/** The same of an object, with one of its properties not known. */
export function withHidden(holding: Holding, name: string): Holding {
  const values = new Map(holding.values);
  values.delete(name);
  return { ...holding, values, hidden: new Set([...holding.hidden, name]) };
}

/** What is left of an object without some of its properties. */
export function withOthers(holding: Holding, names: readonly (string | undefined)[]): Holding {
  const values = new Map(holding.values);
  const hidden = new Set(holding.hidden);
  for (const name of names) {
    if (name === undefined) continue;
    hidden.delete(name);
    values.delete(name);
  }
  return { ...holding, values, hidden };
}

/** The same text for what is known to be the same. */
export function signOf(path: readonly (string | null)[], { values, hidden, isOpen }: Holding): string {
  const known = [...values].map(([name, value]) => [
    name,
    value === undefined ? 'undefined' : JSON.stringify(value),
  ]);
  return JSON.stringify([path, known.sort(), [...hidden].sort(), isOpen]);
}
