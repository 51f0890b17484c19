import ts from 'typescript';

/** The call by which a function that a call gives is asked at once: `selectFlag('x')(state)`, `useSelector(selectFlag('x'))`. */
export function askedThrough(given: ts.CallExpression): ts.CallExpression | undefined {
  let value: ts.Node = given;
  while (ts.isParenthesizedExpression(value.parent)) value = value.parent;
  const { parent } = value;
  if (!ts.isCallExpression(parent)) return undefined;
  const { expression } = parent;
  const isSelected =
    ts.isIdentifier(expression) && isSelectingHook(expression.text) && parent.arguments[0] === value;
  return expression === value || isSelected ? parent : undefined;
}

/**
 * Hooks that give what the function gives that they are handed first: `useMemo(() => x, [])`, `useSelector((state) => x)` of
 * Redux and what projects call theirs, `useFlagStore((state) => x)` of Zustand.
 */
export function isSelectingHook(name: string): boolean {
  return /^use(?:Memo|\w*Selector|\w*Store)$/.test(name);
}
