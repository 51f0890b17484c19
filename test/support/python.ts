import { execFileSync } from 'node:child_process';

/** Whether there is a `python3`; where the tests set themselves up they install it. */
export function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs a program of Python on a value as JSON, and gives the JSON that it prints. */
export function python(args: readonly string[], input: unknown): unknown {
  const output = execFileSync('python3', [...args], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(output);
}
