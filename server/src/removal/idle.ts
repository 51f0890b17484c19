import ts from 'typescript';
import { treeOf } from '../usages/tree';
import { memberName } from './parameters';
import type { Binding, Scopes } from './scope-model';
import { memberSlots, nameOfFunction, type Owner, type Slot, slotOf } from './slots';
import type { View } from './view';

/** A parameter, or a property of one, that nothing asks for any more: by where its name stands in the original. */
export interface Idle {
  readonly start: number;
  /** For a property that was asked for as a member of the parameter. */
  readonly property?: string;
}

/** What the functions of a source no longer ask for, of what they are given. */
export function idleIn(view: View): Idle[] {
  const { original } = view;
  if (view.scopes.isOpaque || original.scopes.isOpaque) return [];
  const now = new Map<number, Binding>();
  for (const binding of view.scopes.bindings) {
    for (const { name } of binding.declarations) {
      const start = view.originOf(name.getStart(view.file));
      if (start !== undefined) now.set(start, binding);
    }
  }
  const isLeft = functionsLeft(view);
  return original.scopes.bindings.flatMap((before): Idle[] => {
    const [declaration] = before.declarations;
    if (!declaration || before.declarations.length !== 1 || before.uses.length === 0) return [];
    if (declaration.kind !== 'parameter' && declaration.kind !== 'const') return [];
    const start = declaration.name.getStart(original.file);
    const binding = now.get(start);
    if (binding?.uses.length === before.uses.length) return [];
    const whole = (binding?.uses ?? []).length === 0 ? slotOf(declaration.node) : undefined;
    const asked = new Set((binding?.uses ?? []).map(({ node }) => memberName(node)));
    // Methods of what is idle as a whole, `list.includes(…)`, are nobody's to let go.
    const members = (whole ? [] : memberSlots(before)).filter(({ slot }) => !asked.has(slot.property?.name));
    const isNamed = (owner: Owner): boolean => nameOfFunction(owner) !== undefined && isLeft(owner);
    const idle = [
      ...(whole && isNamed(whole.owner) ? [{ start }] : []),
      ...members.flatMap(({ slot: { owner, property } }) =>
        isNamed(owner) ? [{ start, property: property!.name }] : [],
      ),
    ];
    const isKnown = (one: Idle): boolean =>
      original.settled.some((known) => known.start === one.start && known.property === one.property);
    return idle.filter((one) => !isKnown(one));
  });
}

/** Whether a function of the original is still there: of one that gave way to another, its name alone is, and that one's parameters. */
function functionsLeft(view: View): (owner: Owner) => boolean {
  const places = treeOf(view.file)
    .nodes.filter(ts.isFunctionLike)
    .flatMap((node) => [view.originOf(node.getStart(view.file)), view.originOf(node.end - 1)]);
  const left = new Set(places);
  return (owner) => left.has(owner.getStart(view.original.file)) || left.has(owner.end - 1);
}

/** The slot in the original. */
export function idleSlot(tree: ts.SourceFile, scopes: Scopes, { start, property }: Idle): Slot | undefined {
  const isAt = ({ declarations }: Binding): boolean =>
    declarations.some(({ name }) => name.getStart(tree) === start);
  const binding = scopes.bindings.find(isAt);
  const node = binding?.declarations[0]?.node;
  if (!binding || !node) return undefined;
  return property === undefined
    ? slotOf(node)
    : memberSlots(binding).find(({ slot }) => slot.property?.name === property)?.slot;
}
