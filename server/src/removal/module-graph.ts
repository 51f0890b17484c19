import { embeddedCode, embedsCode } from '../usages/embedded';
import { modulesNamed } from '../usages/module-texts';
import { folderOf, type ModuleMap, resolveModule, type WorkspacePackage } from '../usages/resolve';
import { isTooLarge } from '../usages/scan';
import type { Workspace } from '../workspace/workspace';
import { type Import, importsOf } from './imports';

/** Who imports what, in the texts as a removal leaves them. */
export interface ModuleGraph {
  /** The file that a module's name stands for in a source. */
  resolve(from: string, module: string): string | undefined;
  /** The sources that import a file, each with what it takes; looked for as far as they are asked for. */
  importersOf(file: string): AsyncIterable<Importer>;
  /** What a file that a removal has read imports. */
  importsOf(file: string, text: string): readonly Import[];
  /** Whether others than this workspace may use a file: it is an entry point of a package that is published. */
  isPublic(file: string): boolean;
}

export interface Importer {
  readonly file: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** `textOf` gives a file's text after the removal so far; nothing for one that it deletes. */
export function createModuleGraph(
  workspace: Workspace,
  modules: ModuleMap,
  textOf: (file: string) => Promise<string | undefined>,
): ModuleGraph {
  const parsed = new Map<string, { readonly text: string; readonly imports: readonly Import[] }>();
  // Who imports a file is asked for very many files, and from one folder a name leads to the same file each time.
  const resolved = new Map<string, string | undefined>();
  const entries = entryPoints(modules);
  const patterns = publishedPatterns(modules);
  const published = new Map<string, boolean>();

  const read = (file: string, text: string): readonly Import[] => {
    const known = parsed.get(file);
    if (known?.text === text) return known.imports;
    const imports = isTooLarge(text)
      ? [...modulesNamed(text)].map((module): Import => ({ module, names: 'all' }))
      : importsOf(file, embedsCode(file) ? embeddedCode(file, text) : text);
    parsed.set(file, { text, imports });
    return imports;
  };

  const resolve = (from: string, module: string): string | undefined => {
    const named = `${folderOf(from)}\n${module}`;
    if (!resolved.has(named)) resolved.set(named, resolveModule(from, module, modules));
    return resolved.get(named);
  };

  return {
    resolve,
    importsOf: read,
    async *importersOf(file) {
      const words = wordsFor(file, modules, entries);
      const unparsed = await workspace.unparsedCode();
      for (const candidate of new Set([...(await workspace.sourcesNaming(words)), ...unparsed])) {
        if (candidate === file) continue;
        const text = await textOf(candidate);
        if (text === undefined || !words.some((word) => text.includes(word))) continue;
        const imports = read(candidate, text).filter(({ module }) => resolve(candidate, module) === file);
        if (imports.length > 0) yield { file: candidate, text, imports };
      }
    },
    isPublic: (file) => {
      let is = published.get(file);
      if (is === undefined) {
        is =
          (entries.get(file) ?? []).some(({ isPublished }) => isPublished) ||
          patterns.some((one) => isNamedBy(one, file, modules));
        published.set(file, is);
      }
      return is;
    },
  };
}

/** One of these stands in every text that imports the file. */
function wordsFor(
  file: string,
  modules: ModuleMap,
  entries: ReadonlyMap<string, readonly WorkspacePackage[]>,
): string[] {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const stem = name.slice(0, name.indexOf('.') < 1 ? undefined : name.lastIndexOf('.'));
  const words = new Set([stem]);
  if (stem === 'index') {
    const folder = folderOf(file);
    words.add(folder.slice(folder.lastIndexOf('/') + 1));
    for (const up of ['.', './', '..', '../'])
      for (const quote of ['"', "'", '`']) words.add(`${up}${quote}`);
  }
  for (const owner of entries.get(file) ?? []) {
    if (owner.name !== undefined) words.add(owner.name);
    for (const imported of owner.imports.keys()) words.add(imported);
  }
  for (const aliases of modules.aliases.values()) {
    for (const { pattern } of aliases) if (!pattern.includes('*')) words.add(pattern);
  }
  for (const { imports } of modules.packageAt.values()) {
    for (const imported of imports.keys()) if (!imported.includes('*')) words.add(imported);
  }
  return [...words].filter((word) => word !== '');
}

/** The files that packages name in their `package.json` as what others import. */
function entryPoints(modules: ModuleMap): ReadonlyMap<string, readonly WorkspacePackage[]> {
  const found = new Map<string, WorkspacePackage[]>();
  for (const owner of modules.packageAt.values()) {
    const at = `${owner.folder === '' ? '' : `${owner.folder}/`}package.json`;
    for (const target of [...owner.exports.values()].flat()) {
      if (!target.startsWith('.') || target.includes('*')) continue;
      const file = resolveModule(at, target, modules);
      if (file !== undefined) found.set(file, [...(found.get(file) ?? []), owner]);
    }
  }
  return found;
}

/** `"./*": "./dist/*.js"` of a package that is published, and in whose `package.json` that stands. */
interface Pattern {
  readonly manifest: string;
  readonly folder: string;
  readonly target: string;
}

function publishedPatterns({ packageAt }: ModuleMap): readonly Pattern[] {
  return [...packageAt.values()]
    .filter(({ isPublished }) => isPublished)
    .flatMap(({ folder, exports }) => {
      const within = folder === '' ? '' : `${folder}/`;
      const targets = [...exports.values()].flat();
      return targets
        .filter((target) => target.startsWith('.') && target.includes('*'))
        .map((target) => ({ manifest: `${within}package.json`, folder: within, target }));
    });
}

/** Whether a pattern leads to a file, whichever part of its path stands for the star. */
function isNamedBy({ manifest, folder, target }: Pattern, file: string, modules: ModuleMap): boolean {
  if (!file.startsWith(folder)) return false;
  const parts = file
    .slice(folder.length)
    .replace(/\.\w+$/, '')
    .split('/');
  return parts.some((_, from) =>
    parts.slice(from).some((_, count) => {
      const star = parts.slice(from, from + count + 1).join('/');
      return (
        resolveModule(
          manifest,
          target.replaceAll('*', () => star),
          modules,
        ) === file
      );
    }),
  );
}
