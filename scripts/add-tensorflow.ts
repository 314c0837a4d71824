import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { backendStatus } from '../src/main/runtime/backends.ts';

/**
 * Adds TensorFlow's native library: has the package's own installer, which npm is told not to run, fetch
 * libtensorflow and the addon, and tries the result out. TFJS_NODE_CDN_STORAGE may name a copy of
 * https://storage.googleapis.com/, with the slash at its end.
 */
const root = resolve(import.meta.dirname, '..');
const installer = findInstaller();
if (installer === undefined)
  fail('@tensorflow/tfjs-node is not installed: run npm install --include=optional');
const folder = dirname(dirname(installer));
// The installer calls node-pre-gyp by its name.
const binaries = [join(folder, 'node_modules', '.bin'), join(root, 'node_modules', '.bin')];
const storage = process.env.TFJS_NODE_CDN_STORAGE;
const env = {
  ...process.env,
  PATH: [...binaries, process.env.PATH ?? ''].join(delimiter),
  // The installer looks there for libtensorflow alone, and node-pre-gyp here for the addon.
  ...(storage && { npm_config_tfjs_binding_binary_host_mirror: `${storage}tf-builds/pre-built-binary` }),
};
const child = spawn(process.execPath, ['--no-deprecation', installer], {
  cwd: folder,
  env,
  stdio: 'inherit',
});
const [code] = (await once(child, 'exit')) as [number | null];
const status = (await backendStatus()).find(({ backend }) => backend === 'tensorflow-onednn');
if (status?.isAvailable) {
  console.log(`TensorFlow ${status.version} is ready.`);
} else {
  fail(
    `TensorFlow could not be added (${code === 0 ? status?.problem : `its installer ended with ${code}`}).\n` +
      'The installer fetches libtensorflow and the addon from https://storage.googleapis.com/. Where that is blocked,\n' +
      'TFJS_NODE_CDN_STORAGE may name a copy of it, or FUNDUS_TENSORFLOW a folder, of this or a like machine, in\n' +
      'which "npm install @tensorflow/tfjs-node@4.22.0" was run.',
  );
}

function findInstaller(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/scripts/install.js');
  } catch {
    return undefined;
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
