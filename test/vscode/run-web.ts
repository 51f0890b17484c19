/** What VS Code calls in its web extension host, which has no Node: runs the suite, and leaves the results in a file. */
import 'mocha/mocha';
import * as vscode from 'vscode';
import type { Results } from './run';

/** The file for the results, as an absolute path of the machine whose folder is open; set by the bundle. */
declare const RESULTS: string;

export async function run(): Promise<void> {
  const results: Results = { passed: 0, failures: [], done: false };
  mocha.setup({ ui: 'tdd', timeout: 60_000, reporter: 'base' });
  await import('./web.suite');
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', () => {
      results.passed++;
    });
    runner.on('fail', (test, error) => {
      results.failures.push({ test: test.fullTitle(), message: String(error.stack ?? error) });
    });
  });
  results.done = true;
  const { uri } = vscode.workspace.workspaceFolders![0]!;
  // Whoever watches must never read half a file.
  const unfinished = uri.with({ path: `${RESULTS}.new` });
  await vscode.workspace.fs.writeFile(unfinished, new TextEncoder().encode(JSON.stringify(results)));
  await vscode.workspace.fs.rename(unfinished, uri.with({ path: RESULTS }));
}
