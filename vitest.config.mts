import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'examples/*/test/*.test.{ts,tsx}'],
          exclude: ['test/vscode/**', 'test/editors/**', '**/node_modules/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
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
