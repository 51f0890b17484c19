import { BASELINE_FILE } from './baseline-file';
import type { Place } from './snapshot';

/** Text files that no scanner parses, yet whose languages may read flags. Prose and data without code are left out. */
const EXTENSIONS = new Set(
  (
    'astro bash bat c cc clj cljs cpp cs css dart ejs elm env erb erl ex exs fish fs ftl go gql gradle graphql groovy h haml hbs hcl hpp hs ' +
    'htm html ini j2 java jinja jinja2 json json5 jsonc jsp jl kt kts liquid lua m mjml mm ml mustache njk php phtml pl plist properties ' +
    'proto ps1 pug py r rb rego rs scala sh slim sol sql svelte swift tf toml tpl twig vb vue xml yaml yml zsh zig'
  ).split(' '),
);
const NAMES = new Set([
  'Dockerfile',
  'Makefile',
  'Jenkinsfile',
  'Procfile',
  'Vagrantfile',
  'Rakefile',
  'Gemfile',
]);
const LOCK_FILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'composer.lock',
  'package.json',
]);

/** Larger files are data, not code. */
export const MAX_MENTION_BYTES = 1_000_000;

/** Whether a file that is neither source nor flag file may read flags in another language. */
export function mayMention(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (LOCK_FILES.has(name) || name === BASELINE_FILE) return false;
  const dot = name.lastIndexOf('.');
  // `.env`, `.env.production`, `.envrc`, `Dockerfile.web`; and `vite-env.d.ts`, which declares what they set.
  return (
    NAMES.has(name) ||
    name.startsWith('.env') ||
    name.startsWith('Dockerfile.') ||
    /env(?:ironment)?\.d\.ts$/.test(name) ||
    (dot >= 0 && EXTENSIONS.has(name.slice(dot + 1).toLowerCase()))
  );
}

/** Finds keys as whole words in texts: `flag_a` is not in `flag_ab` nor in `my-flag_a`. */
export function mentionSearcher(
  keys: readonly string[],
): (file: string, text: string) => Map<string, Place[]> {
  const alternatives = [...keys]
    .sort((a, b) => b.length - a.length)
    .map((key) => key.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_$-])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}_$-])`,
    'gu',
  );
  return (file, text) => {
    const found = new Map<string, Place[]>();
    for (const match of text.matchAll(pattern)) {
      const [key] = match;
      const place = { file, span: { start: match.index, end: match.index + key.length } };
      const places = found.get(key);
      if (places) places.push(place);
      else found.set(key, [place]);
    }
    return found;
  };
}
