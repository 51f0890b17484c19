/**
 * The words of a key as lodash 4 splits them: at case changes, digits and whatever is no letter or digit.
 * LaunchDarkly's React SDK names its flags this way: `enable-2fa` → `enable2Fa`, `r4c.msaa_options` → `r4CMsaaOptions`.
 */
function lodashWords(key: string): string[] {
  const plain = key.replace(/['\u2019]/g, '');
  return plain.match(/\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+|[\p{Lo}\p{Lm}]+/gu) ?? [];
}

export function camelCase(key: string): string {
  return lodashWords(key)
    .map((word, index) => {
      const lower = word.toLowerCase();
      return index === 0 ? lower : lower.charAt(0).toUpperCase() + lower.slice(1);
    })
    .join('');
}

export function kebabCase(key: string): string {
  return lodashWords(key)
    .map((word) => word.toLowerCase())
    .join('-');
}

/** A form in which code may write the keys of flags. */
export type Naming = 'camelCase' | 'kebabCase';

export const NAMINGS: readonly Naming[] = ['camelCase', 'kebabCase'];

/** A key in a form of naming. */
export function inForm(key: string, naming: Naming): string {
  return naming === 'camelCase' ? camelCase(key) : kebabCase(key);
}
