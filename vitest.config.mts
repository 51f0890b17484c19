import { defineConfig } from 'vitest/config';

/** What the engine itself keeps, where other tests have run, would count as ours. */
const WITH_FRESH_MODULES = 'test/usages/trees.test.ts';

/** Left alone, vitest keeps one processor for itself, which of two is half of them. */
const ALL_PROCESSORS = '100%';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'examples/*/test/*.test.{ts,tsx}'],
          exclude: ['test/vscode/**', 'test/editors/**', '**/node_modules/**', WITH_FRESH_MODULES],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: ALL_PROCESSORS,
          // What the tests load, TypeScript above all, is loaded and compiled once for all of them: no module of ours keeps
          // anything that another test could see.
          isolate: false,
        },
      },
      { test: { name: 'unit-fresh', include: [WITH_FRESH_MODULES], maxWorkers: ALL_PROCESSORS } },
      {
        // Needs Neovim and Emacs.
        test: {
          name: 'editors',
          include: ['test/editors/*.test.ts'],
          hookTimeout: 120_000,
        },
      },
      {
        // Needs a browser and code-server: scripts/test.mjs brings them and says where the workbench is.
        test: {
          name: 'person',
          include: ['test/vscode/{person,pull,report,service}.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          bail: 1,
          // A person does one thing at a time; three windows at once would wait for one another.
          fileParallelism: false,
        },
      },
    ],
  },
});
