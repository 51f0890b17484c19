/** What VS Code calls in its extension host: runs the suite and leaves the results beside the bundle. */
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

export interface Results {
  passed: number;
  failures: { test: string; message: string }[];
  /** False as long as tests are running, so that a host that dies in the middle is not taken for a success. */
  done: boolean;
}

export async function run(): Promise<void> {
  const results: Results = { passed: 0, failures: [], done: false };
  const report = () => {
    const file = path.join(__dirname, 'results.json');
    // Whoever watches must never read half a file.
    writeFileSync(`${file}.new`, JSON.stringify(results));
    renameSync(`${file}.new`, file);
  };

  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000 });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./client.suite');
  await import('./shop.suite');

  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', () => {
      results.passed++;
      report();
    });
    runner.on('fail', (test, error) => {
      results.failures.push({ test: test.fullTitle(), message: String(error.stack ?? error) });
      report();
    });
  });
  results.done = true;
  report();
}
