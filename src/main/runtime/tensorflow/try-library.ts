import { FundusError } from '../../../shared/errors.ts';
import { environmentOf } from '../backends.ts';
import { loadNativeLibrary } from './library.ts';

/** A program that loads TensorFlow's library and prints its version, or why it cannot. */
try {
  process.stdout.write(loadNativeLibrary(environmentOf('tensorflow', 1)));
} catch (error) {
  process.stderr.write(error instanceof FundusError ? error.message : String(error));
  process.exitCode = 1;
}
