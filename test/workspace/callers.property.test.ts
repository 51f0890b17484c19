import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createWorkspace, type Workspace } from '../../server/src/workspace/workspace';
import { contentOf } from '../support/content';
import { createMemoryHost, TODAY } from '../support/memory-host';

/**
 * Functions that read a flag, and call those of other files: under a flag, by the way, in circles, under other names, and in
 * ways that cannot be told.
 */
const FILES = ['src/a.ts', 'src/b.ts', 'src/c.ts'];
const KEYS = ['a', 'b'];

/** The function that a file is for, under the file's own name. */
const name = fc.constantFrom(...FILES.map(nameIn));
const key = fc.constantFrom(...KEYS);
const path = fc.constantFrom(...FILES);

const statement = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(name, key).map(([of, flag]) => `if (flags.isEnabled('${flag}')) ${of}();`),
  },
  { weight: 2, arbitrary: name.map((of) => `${of}();`) },
  { weight: 1, arbitrary: name.map((of) => `register(${of});`) },
  { weight: 3, arbitrary: key.map((flag) => `flags.isEnabled('${flag}');`) },
);
const line = fc.oneof(
  { weight: 6, arbitrary: path.map((file) => `import { ${nameIn(file)} } from '${moduleOf(file)}';`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, name)
      .map(([file, as]) => `import { ${nameIn(file)} as ${as} } from '${moduleOf(file)}';`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, name)
      .map(([file, as]) => `export { ${nameIn(file)} as ${as} } from '${moduleOf(file)}';`),
  },
  { weight: 1, arbitrary: path.map((file) => `export * from '${moduleOf(file)}';`) },
  { weight: 1, arbitrary: path.map((file) => `const later = import('${moduleOf(file)}');`) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(name, fc.array(statement, { minLength: 1, maxLength: 2 }))
      .map(([of, body]) => `export function ${of}() { ${body.join(' ')} }`),
  },
  { weight: 2, arbitrary: statement },
  { weight: 2, arbitrary: fc.constant('// a line, by which all others move') },
);
/** A file that does what it is for, and more. */
const textOf = (file: string) =>
  fc
    .tuple(fc.array(statement, { minLength: 1, maxLength: 2 }), fc.array(line, { maxLength: 3 }))
    .map(([body, lines]) => [
      ...FILES.filter((other) => other !== file).map(
        (other) => `import { ${nameIn(other)} } from '${moduleOf(other)}';`,
      ),
      `export function ${nameIn(file)}() { ${body.join(' ')} }`,
      ...lines,
    ]);

function nameIn(file: string): string {
  return `open${moduleOf(file).at(-1)!.toUpperCase()}`;
}

function moduleOf(file: string): string {
  return `./${file.slice('src/'.length, -'.ts'.length)}`;
}

const template = name.map((of) => [`<script>import { ${of} } from './a';</script>`]);
/** What is done to the lines of a file: most of it changes little. */
const edit = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(line, fc.nat()).map(([of, at]) => inserted(of, at)) },
  { weight: 3, arbitrary: fc.nat().map((at) => removed(at)) },
  { weight: 1, arbitrary: fc.array(line, { maxLength: 6 }).map((lines) => () => lines) },
);
const change = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ path, edit, isTyped: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      path: fc.constant('src/Page.vue'),
      edit: template.map((lines) => () => lines),
      isTyped: fc.constant(false),
    }),
  },
  { weight: 1, arbitrary: fc.record({ path: fc.constantFrom(...FILES, 'src/Page.vue') }) },
);

type Edit = (lines: readonly string[]) => readonly string[];

function inserted(line: string, at: number): Edit {
  return (lines) => lines.toSpliced(at % (lines.length + 1), 0, line);
}

function removed(at: number): Edit {
  return (lines) => (lines.length > 0 ? lines.toSpliced(at % lines.length, 1) : lines);
}

it('what decides about the callers of a function is known after each change as if all were read anew', async () => {
  let guarded = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(
        ...FILES.map((file) => textOf(file).map((lines) => [file, lines as readonly string[]] as const)),
      ),
      fc.array(change, { minLength: 1, maxLength: 8 }),
      async (files, changes) => {
        const host = createMemoryHost([
          ['flags.yaml', `flags:\n${KEYS.map((flag) => `  ${flag}: true\n`).join('')}`],
        ]);
        const texts = new Map(files);
        for (const [path, lines] of texts) host.write(path, lines.join('\n'));
        const open = new Map<string, string>();
        const fresh = async (): Promise<Workspace> => {
          const workspace = createWorkspace(host, { clock: () => TODAY });
          for (const [path, typed] of open) await workspace.setBuffer(path, typed);
          await workspace.load();
          return workspace;
        };
        const workspace = await fresh();
        for (const step of changes) {
          const { path } = step;
          const lines = 'edit' in step ? step.edit(texts.get(path) ?? []) : [];
          texts.set(path, lines);
          if ('edit' in step && step.isTyped) {
            open.set(path, lines.join('\n'));
            await workspace.setBuffer(path, lines.join('\n'));
          } else {
            if ('edit' in step) host.write(path, lines.join('\n'));
            else host.delete(path);
            open.delete(path);
            await workspace.setBuffer(path, undefined);
            await workspace.refresh([path]);
          }
          const { snapshot } = await fresh();
          expect(contentOf(workspace.snapshot())).toEqual(contentOf(snapshot()));
          for (const path of FILES)
            guarded += workspace
              .snapshot()
              .readsIn(path)
              .filter((read) => read.callerGuards).length;
        }
      },
    ),
    { numRuns: Number(process.env.CALLERS_RUNS ?? 150), seed: 20261130 },
  );
  expect(guarded).toBeGreaterThan(20);
});
