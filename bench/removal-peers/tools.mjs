import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

/** The removers: how a read is written for each, and how it is run on the cases; `run` tells where it failed and why. */
export const tools = [
  {
    name: 'Flagwright',
    read: (_keep, key) => `isEnabled('${key}')`,
    run: (home, work, files) => {
      const entries = files.map(({ key }) => `  ${key}: { enabled: true }\n`).join('');
      writeFileSync(path.join(work, 'feature_flags.yaml'), `flags:\n${entries}`);
      const keeps = new Set(files.map(({ keep }) => JSON.stringify(keep)));
      const said = [...keeps].map((keep) => {
        const keys = files.filter((one) => JSON.stringify(one.keep) === keep).map(({ key }) => key);
        const args = [path.join(home, 'dist/cli.js'), 'remove', ...keys, '--keep', keep, '--write'];
        return spawnSync(process.execPath, args, { cwd: work, encoding: 'utf8' }).stderr;
      });
      return new Map(files.map(({ file }) => [file, said.join('')]));
    },
  },
  {
    name: 'PiranhaJS',
    option: 'piranha',
    read: (_keep, key) => `isEnabled('${key}')`,
    run: (home, work, files) =>
      runBundled(
        home,
        work,
        files,
        `
        import { readFileSync, writeFileSync } from 'node:fs';
        import * as recast from 'recast';
        import { RefactorEngine } from '${home}/src/refactor.js';
        const properties = { methodProperties: [{ methodName: 'isEnabled', flagType: 'treated', argumentIndex: 0 }] };
        export function remove(file, key, keep) {
          if (typeof keep !== 'boolean') throw new Error('it takes no value but true and false');
          const tree = recast.parse(readFileSync(file, 'utf8')).program;
          // As its own command line does it.
          new RefactorEngine(tree, properties, keep, key, 15, true, false, file).refactorPipeline();
          writeFileSync(file, recast.print(tree).code);
        }`,
      ),
  },
  {
    name: 'DevCycle CLI `cleanup`',
    option: 'devcycle',
    read: (keep, key) => `useVariableValue('${key}', ${JSON.stringify(keep)})`,
    run: (home, work, files) =>
      runBundled(
        home,
        work,
        files,
        `
        import { JavascriptEngine } from '${home}/src/utils/refactor/javascript/JavascriptEngine.ts';
        const types = { boolean: 'Boolean', string: 'String', number: 'Number' };
        export function remove(file, key, keep) {
          const variable = { key, value: String(keep), type: types[typeof keep] };
          new JavascriptEngine(file, variable, { output: 'file' }).refactor();
        }`,
      ),
  },
  {
    name: "codemod.com's codemod",
    option: 'codemod',
    read: (keep, key) => `${READERS[typeof keep]}('${key}', ${JSON.stringify(keep)})`,
    run: (home, work, files) =>
      runBundled(
        home,
        work,
        files,
        `
        import { readFileSync, writeFileSync } from 'node:fs';
        import { Project } from 'ts-morph';
        import { handleSourceFile } from '${home}/packages/codemods/openFeature/replace-feature-flags/src/index.ts';
        export function remove(file, key, value) {
          const project = new Project({ useInMemoryFileSystem: true, compilerOptions: { allowJs: true } });
          const source = project.createSourceFile(file, readFileSync(file, 'utf8'));
          // It takes every value as the text that a command line would give it.
          const after = handleSourceFile(source, { key, type: typeof value, value: String(value) });
          if (after !== undefined) writeFileSync(file, after);
        }`,
      ),
  },
];

const READERS = { boolean: 'getBooleanValue', string: 'getStringValue', number: 'getNumberValue' };

/** Runs a tool's own source in one process over all files; a file on which it throws stays as it was. */
function runBundled(home, work, files, source) {
  const outfile = path.join(work, 'tool.cjs');
  buildSync({
    stdin: {
      contents: `${source}
      const failures = [];
      for (const { file, key, keep } of ${JSON.stringify(files)}) {
        try { remove(file, key, keep); } catch (error) { failures.push([file, String(error)]); }
      }
      writeResult('${work}/failures.json', JSON.stringify(failures));
      import { writeFileSync as writeResult } from 'node:fs';`,
      resolveDir: home,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    nodePaths: [path.join(home, 'node_modules')],
    outfile,
    logLevel: 'error',
  });
  const { status, stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return new Map(JSON.parse(readFileSync(path.join(work, 'failures.json'), 'utf8')));
}
