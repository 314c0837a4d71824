#!/usr/bin/env node
import { CommanderError } from '@commander-js/extra-typings';
import { buildProgram } from './commands/program.ts';
import { printError } from './commands/terminal/execute.ts';

// ONNX Runtime's builds send usage data to its maker unless told not to before the first session. Its native code
// sees this only when the main thread sets it.
process.env.ORT_DISABLE_TELEMETRY = '1';

// A reader that closes the pipe early, as `head` does, has what it wants.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await buildProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else printError(error, process.argv.includes('--verbose'));
}
