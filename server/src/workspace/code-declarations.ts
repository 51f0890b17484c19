import type { Constant, DeclarationFact } from '../usages/facts';
import { isTestFile } from '../usages/test-file';
import { textsIn } from '../usages/values';
import type { CodeDeclaration } from './snapshot';

/**
 * Where code names flags in an enum, a type or a table, file by file, `keyTypes` being types of what readers are asked for, and `keyOf` telling
 * the declared flag that a name stands for. A group of names declares flags when it is named for
 * them and knows one, or when at least half of its members are known and there are two of them. What stands beside a
 * declared key in a group that is named for flags is known as well: without a flag file, the code itself declares them.
 */
export function findDeclarations(
  facts: Iterable<readonly [string, readonly DeclarationFact[]]>,
  keyOf: (name: string) => string | undefined,
  keyTypes: readonly Constant[] = [],
): Map<string, CodeDeclaration[]> {
  const groups = [...facts];
  const isDeclared = (name: string): boolean => keyOf(name) !== undefined;
  const known = siblingsOfDeclared(groups, isDeclared);
  const isKnown = (key: string): boolean => isDeclared(key) || known.has(key);
  const found = new Map<string, CodeDeclaration[]>();
  for (const [file, declarations] of groups) {
    const list = declarations.flatMap((group) => {
      if (!declaresFlags(group, isDeclared, isKnown)) return [];
      // In which form somebody asks for what a program sets, is not known.
      const isAsWritten = group.isSetting && !isTestFile(file);
      return group.members.flatMap(({ key: name, span, isShorthand }): CodeDeclaration[] => {
        const key = keyOf(name);
        if (key === undefined || (isAsWritten && key !== name)) return [];
        return [{ file, key, span, ...(isShorthand && { isShorthand }) }];
      });
    });
    if (list.length > 0) found.set(file, list);
  }
  for (const type of keyTypes) {
    for (const [name, { file, span }] of textsIn(type)) {
      const list = found.get(file) ?? [];
      const key = keyOf(name);
      if (key === undefined || list.some((known) => known.span.start === span.start)) continue;
      found.set(file, [...list, { file, key, span }]);
    }
  }
  return found;
}

/** All that code names as flags beside a declared key, and the key: also in a table that a program itself fills, `flags: { dark: env('DARK') }`. */
export function besideDeclared(
  groups: Iterable<readonly [string, readonly DeclarationFact[]]>,
  isDeclared: (key: string) => boolean,
): ReadonlySet<string> {
  const all = [...groups];
  const filled = all
    .filter(([file]) => !isTestFile(file))
    .flatMap(([, declarations]) => declarations)
    .filter(({ isSetting, members }) => isSetting && members.some(({ key }) => isDeclared(key)));
  const names = filled.flatMap(({ members }) => members.map(({ key }) => key));
  return new Set([...siblingsOfDeclared(all, isDeclared), ...names]);
}

function siblingsOfDeclared(
  groups: readonly (readonly [string, readonly DeclarationFact[]])[],
  isDeclared: (key: string) => boolean,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const group of groups.flatMap(([, declarations]) => declarations)) {
    if (group.isSetting || !declaresFlags(group, isDeclared, isDeclared)) continue;
    for (const { key, isNested } of group.members) if (!isNested) found.add(key);
  }
  return found;
}

function declaresFlags(
  { namedForFlags, isSetting, members }: DeclarationFact,
  isDeclared: (key: string) => boolean,
  isKnown: (key: string) => boolean,
): boolean {
  if (!members.some(({ key }) => isDeclared(key))) return false;
  const own = members.filter(({ isNested }) => !isNested);
  const count = own.filter(({ key }) => isKnown(key)).length;
  // What a test or a server's start-up sets says little by its name: most of it has to be flags.
  if (isSetting && !namedForFlags) return count * 2 > own.length;
  return namedForFlags || (count >= 2 && count * 2 >= own.length);
}
