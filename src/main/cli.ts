#!/usr/bin/env node
import { CommanderError } from '@commander-js/extra-typings';
import { buildProgram } from './commands/program.ts';
import { printError } from './commands/terminal/execute.ts';

// A reader that closes the pipe early, as `head` does, has what it wants.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  // Also where Electron's program runs this as Node does: the script's path comes first.
  await buildProgram().parseAsync(process.argv, { from: 'node' });
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else printError(error, process.argv.includes('--verbose'));
}
