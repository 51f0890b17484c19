import ts from 'typescript';
import type { Place } from './handed';
import { hasDefault } from './parameters';
import { analyzeScopes } from './scope';
import type { Binding, Scopes } from './scope-model';
import { elementTaking, memberSlots, nameOfFunction, type OwnFunction, slotOf } from './slots';
import { demandOn } from './syntax';

/** Whether a function asks of what it is given at a place for nothing but its truth: `condition` of `<Show condition={a && F}>`. */
export function asksOnlyTruth(owner: OwnFunction, { index, property }: Place): boolean {
  const scopes = scopesOf(owner.getSourceFile());
  const name = nameOfFunction(owner);
  const binding = name && scopes.declaredBy(name);
  if (!binding || scopes.isOpaque || binding.uses.some(isChanged)) return false;
  const asked = askedAt(owner, index, property, scopes);
  return asked.length > 0 && asked.every((node) => demandOn(node) === 'test');
}

/** A function that another one takes the place of, or a component for which something else says what it has where it is given nothing. */
function isChanged({ node, writes }: Binding['uses'][number]): boolean {
  return writes || (ts.isPropertyAccessExpression(node.parent) && node.parent.name.text === 'defaultProps');
}

/** Where a function asks for what it is given; none where that cannot be told, or where it has another value for nothing. */
function askedAt(
  owner: OwnFunction,
  index: number,
  property: string | undefined,
  scopes: Scopes,
): readonly ts.Node[] {
  const parameter = owner.parameters[index];
  const usesOf = (name: ts.BindingName): readonly ts.Node[] => {
    const uses = ts.isIdentifier(name) ? (scopes.declaredBy(name)?.uses ?? []) : [];
    return uses.some(({ writes }) => writes) ? [] : uses.map(({ node }) => node);
  };
  if (!parameter) return [];
  if (property === undefined) {
    const slot = slotOf(parameter);
    return slot && !hasDefault(slot) ? usesOf(parameter.name) : [];
  }
  const element = elementTaking(owner, parameter, property);
  if (element) {
    const slot = slotOf(element);
    return slot && !hasDefault(slot) ? usesOf(element.name) : [];
  }
  const whole = ts.isIdentifier(parameter.name) ? scopes.declaredBy(parameter.name) : undefined;
  const members = whole ? memberSlots(whole) : [];
  return members.find(({ slot }) => slot.property?.name === property)?.accesses ?? [];
}

const known = new WeakMap<ts.SourceFile, Scopes>();

function scopesOf(file: ts.SourceFile): Scopes {
  let scopes = known.get(file);
  if (!scopes) {
    scopes = analyzeScopes(file);
    known.set(file, scopes);
  }
  return scopes;
}
