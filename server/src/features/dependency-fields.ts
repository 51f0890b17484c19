/**
 * Whether a path inside of a service's entry names another flag: LaunchDarkly's prerequisites, the parents of Unleash,
 * the flags that ConfigCat's rules ask.
 */
export function dependencyAt(service: string, path: readonly (string | number)[]): boolean {
  const [first, second, third] = path;
  switch (service) {
    case 'launchdarkly':
      return first === 'prerequisites' && typeof second === 'number' && third === 'key' && path.length === 3;
    case 'unleash':
      return (
        first === 'dependencies' && typeof second === 'number' && third === 'feature' && path.length === 3
      );
    case 'configcat':
      return path.at(-1) === 'f' && path.at(-2) === 'p';
    default:
      return false;
  }
}
