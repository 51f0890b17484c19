import ts from 'typescript';
import { innerAssignments } from './assignments';
import { isMarkup, significant } from './jsx';
import { isUsed, liveBindings, reachableStatements } from './liveness';
import { privateMembers } from './members';
import { analyzeScopes } from './scope';
import type { Binding, Use } from './scope-model';
import { nodeAt } from './sites';
import type { SourceRemovalInput } from './source';
import type { Original } from './view';

/** What is remembered of a source before anything is removed from it. */
export function describeOriginal(
  file: ts.SourceFile,
  {
    sites,
    unshared = new Set(),
    unheld = new Set(),
    tied = new Set(),
    settled = [],
    returned = [],
    components = new Map(),
    computing = new Set(),
    constants = new Map(),
  }: SourceRemovalInput,
): Original {
  const scopes = analyzeScopes(file);
  const live = new Set<number>();
  const isTied = ({ declarations }: Binding): boolean =>
    declarations.every(({ name }) => tied.has(name.getStart(file)));
  for (const binding of liveBindings(file, scopes, (one) => isUsed(one) && !isTied(one))) {
    if (!isUsed(binding) && !isUnshared(binding, unshared, file) && !isTied(binding)) continue;
    for (const { name } of binding.declarations) live.add(name.getStart(file));
  }
  const isInRead = ({ node }: Use) =>
    sites.some(({ site }) => site.start <= node.getStart(file) && node.end <= site.end);
  const onlyForFlag = new Set(
    scopes.bindings
      .filter(({ uses }) => uses.length > 0 && uses.every(isInRead))
      .flatMap(({ declarations }) => declarations.map(({ name }) => name.getStart(file))),
  );
  for (const { site } of sites) {
    // A table that the flag was taken out of is read for the flag, whatever else was taken along.
    const element = nodeAt(file, site);
    if (!element || !ts.isBindingElement(element)) continue;
    for (const other of element.parent.elements) {
      if (ts.isBindingElement(other)) onlyForFlag.add(other.name.getStart(file));
    }
  }
  const used = new Set(
    scopes.bindings
      .filter(isUsed)
      .flatMap(({ declarations }) => declarations.map(({ name }) => name.getStart(file))),
  );
  const reachable = new Set([...reachableStatements(file)].map((statement) => statement.getStart(file)));
  const filledBlocks = new Set<number>();
  const fragments = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node) && node.statements.length > 0) filledBlocks.add(node.getStart(file));
    if (ts.isJsxFragment(node) && holdsMore(node)) fragments.add(node.getStart(file));
    ts.forEachChild(node, visit);
  };
  visit(file);
  const usedMembers = new Set(
    privateMembers(file)
      .filter(({ uses }) => uses.length > 0)
      .map(({ name }) => name.getStart(file)),
  );
  return {
    file,
    scopes,
    usedMembers,
    reads: sites,
    settled,
    returned,
    components,
    computing,
    constants,
    unshared,
    unheld,
    live,
    used,
    onlyForFlag,
    reachable,
    filledBlocks,
    innerAssignments: innerAssignments(file, scopes),
    fragments,
  };
}

/** Whether a fragment is there for more than one element that it holds for certain. */
function holdsMore({ children }: ts.JsxFragment): boolean {
  const [only, ...others] = significant(children);
  return only !== undefined && (others.length > 0 || !isMarkup(only));
}

function isUnshared({ name, scope }: Binding, unshared: ReadonlySet<string>, file: ts.SourceFile): boolean {
  return scope.node === file && unshared.has(name);
}
