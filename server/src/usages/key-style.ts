import { wordsOf } from './names';

/** A way to write words as one name. */
interface KeyStyle {
  readonly name: string;
  readonly pattern: RegExp;
  write(words: readonly string[]): string;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const STYLES: readonly KeyStyle[] = [
  { name: 'snake_case', pattern: /^[a-z0-9]+(_[a-z0-9]+)*$/, write: (words) => words.join('_') },
  { name: 'kebab-case', pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, write: (words) => words.join('-') },
  {
    name: 'camelCase',
    pattern: /^[a-z][a-z0-9]*([A-Z][a-z0-9]*)*$/,
    write: (words) => words.map((word, index) => (index === 0 ? word : capital(word))).join(''),
  },
  { name: 'PascalCase', pattern: /^([A-Z][a-z0-9]*)+$/, write: (words) => words.map(capital).join('') },
  {
    name: 'SCREAMING_SNAKE_CASE',
    pattern: /^[A-Z0-9]+(_[A-Z0-9]+)*$/,
    write: (words) => words.join('_').toUpperCase(),
  },
];

/** Of as many keys in ten this many are written in one way, where that is how a project writes them. */
const MOST = 0.8;
const LEAST_KEYS = 3;

/** How the keys of a project are written, if they are written alike; a dotted key's last part counts. */
export function keyStyleOf(keys: readonly string[]): KeyStyle | undefined {
  const telling = keys.map(lastPart).filter((key) => wordsOf(key).length > 1);
  if (telling.length < LEAST_KEYS) return undefined;
  return STYLES.find(
    ({ pattern }) => telling.filter((key) => pattern.test(key)).length >= telling.length * MOST,
  );
}

/** The key as the style writes it; the same where it is written so. */
export function inStyle({ pattern, write }: KeyStyle, key: string): string {
  const name = lastPart(key);
  return pattern.test(name) ? key : key.slice(0, key.length - name.length) + write(wordsOf(name));
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}
