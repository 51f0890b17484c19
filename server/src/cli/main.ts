#!/usr/bin/env node
import './engine';
import '../node/keep-compiled';
import { run } from './run';

// Whoever reads the output may stop early, as `head` does: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

run(process.argv.slice(2), {
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
}).then((status) => {
  // Not `process.exit`: what is still on its way through a pipe would be lost.
  process.exitCode = status;
});
