import { PACKAGE_BULKS, PACKAGE_COMPONENTS } from './package-tables';
import { PACKAGE_SHAPES } from './packages';

/** Whether a module specifier names one of the packages, or a part of one; `*` stands for anything. */
export function isOneOf(module: string, packages: readonly string[]): boolean {
  return packages.some((name) => {
    const star = name.indexOf('*');
    if (star < 0) return module.startsWith(name) && (module[name.length] ?? '/') === '/';
    return module.startsWith(name.slice(0, star)) && module.endsWith(name.slice(star + 1));
  });
}

const SDK_PACKAGES: readonly string[] = [
  ...new Set(
    [...PACKAGE_SHAPES, ...PACKAGE_BULKS, ...PACKAGE_COMPONENTS].flatMap(({ packages }) => packages ?? []),
  ),
];

/** Whether a module's name is written as a package's: `@team/features/check`; not `./check`, `@/check`, `~/check`. */
export function isPackageName(module: string): boolean {
  const [first = ''] = module.split('/');
  return first !== '' && first !== '@' && !['.', '~', '#'].includes(first[0]!);
}

/** Whether a module is a feature flag service's SDK. */
export function isFlagPackage(module: string): boolean {
  return isOneOf(module, SDK_PACKAGES);
}

/**
 * Whether a package's client asks its service over the network at every read. The others hold the flags in memory, or
 * may: that is a matter of their configuration.
 */
export function asksAtEachRead(sdk: string): boolean {
  return isOneOf(sdk, ['@flipt-io/flipt', '@devcycle/js-cloud-server-sdk']);
}

/** How a bulk result of a service's package names its members; nothing for a package that has none. */
export function bulkNaming(module: string): 'same' | 'camelCase' | undefined {
  const keys = PACKAGE_BULKS.find(
    ({ packages, isHandedOn }) => isHandedOn && packages && isOneOf(module, packages),
  )?.keys;
  return keys === 'same' || keys === 'camelCase' ? keys : undefined;
}
