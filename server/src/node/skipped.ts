// Which folders hold nobody's own sources, whether the files are listed on disk or in a commit.

/** A file or folder of this name is never the team's own source, wherever it lies. */
export function isAlwaysSkipped(name: string): boolean {
  return ALWAYS_SKIPPED.has(name);
}

/**
 * Whether a folder holds output or others' code. One in which TypeScript lies is written by people: compilers write
 * JavaScript and declarations. `parent` is the path of the folder that it lies in, empty for the root.
 */
export function isBuildOutput(
  name: string,
  parent: string,
  { files, siblings }: { readonly files: readonly string[]; readonly siblings: readonly string[] },
): boolean {
  if (!OUTPUT_NAMES.has(name)) return false;
  const isTopOfPackage = parent === '' || siblings.some((sibling) => MANIFESTS.has(sibling));
  return isTopOfPackage && !files.some(isTypeScript);
}

const ALWAYS_SKIPPED = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  'bower_components',
  'jspm_packages',
  '.yarn',
  '.pnpm-store',
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
  '.astro',
  '.angular',
  '.docusaurus',
  '.expo',
  '.turbo',
  '.nx',
  '.cache',
  '.parcel-cache',
  '.vercel',
  '.netlify',
  '.serverless',
  '.nyc_output',
  '.vscode-test',
  '.venv',
  '.tox',
  '__pycache__',
  '.gradle',
]);

/** Output or others' code by convention, where they stand at the top of a package; further down they may be anything. */
const OUTPUT_NAMES = new Set(['dist', 'build', 'out', 'coverage', 'vendor', 'target', 'storybook-static']);

const MANIFESTS = new Set([
  'package.json',
  'tsconfig.json',
  'deno.json',
  'composer.json',
  'go.mod',
  'Gemfile',
  'Cargo.toml',
  'pom.xml',
  'build.gradle',
  'pyproject.toml',
]);

function isTypeScript(name: string): boolean {
  return /\.[cm]?tsx?$/.test(name) && !/\.d\.[cm]?ts$/.test(name);
}
