/**
 * Hooks that give what the function gives that they are handed first: `useMemo(() => x, [])`, `useSelector((state) => x)` of
 * Redux and what projects call theirs, `useFlagStore((state) => x)` of Zustand.
 */
export function isSelectingHook(name: string): boolean {
  return /^use(?:Memo|\w*Selector|\w*Store)$/.test(name);
}
