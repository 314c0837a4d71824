import { existsSync, globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import envPaths from 'env-paths';
import { z } from 'zod';
import { FundusError } from '../../../shared/errors.ts';

const packageName = '@tensorflow/tfjs-node';
/** The version that the adapter is written for. */
const packageVersion = '4.22.0';
/** What TensorFlow.js calls its backends. */
export const nativeName = 'tensorflow';
export const plainName = 'cpu';

/** Where TensorFlow's native library is, or why there is none; and the command that adds it. */
export type NativeLibrary = { readonly remedy: string } & (
  | { readonly folder: string }
  | { readonly problem: string }
);

/** A folder in which @tensorflow/tfjs-node may have been installed beside the application. */
const additionalFolder = ({ FUNDUS_TENSORFLOW }: NodeJS.ProcessEnv) =>
  FUNDUS_TENSORFLOW
    ? resolve(FUNDUS_TENSORFLOW)
    : join(envPaths('fundus-studio', { suffix: '' }).data, 'tensorflow');

/**
 * Looks for @tensorflow/tfjs-node with its addon, in the folder that the variable FUNDUS_TENSORFLOW names (by default
 * one of the user's) and among the application's own packages. Loads nothing.
 */
export function findNativeLibrary(environment: NodeJS.ProcessEnv = process.env): NativeLibrary {
  const additional = additionalFolder(environment);
  const folders = [createRequire(join(additional, 'package.json')), createRequire(import.meta.url)].flatMap(
    (from) => packageFolder(from) ?? [],
  );
  const folder = folders.find((each) => globSync(join(each, 'lib', '*', 'tfjs_binding.node')).length > 0);
  const remedy = remedyFor(additional);
  if (folder !== undefined) return { folder, remedy };
  const problem = folders.length > 0 ? 'lacks its native library' : 'is not installed';
  return { problem: `${packageName} ${problem}`, remedy };
}

function packageFolder(from: NodeJS.Require): string | undefined {
  try {
    return dirname(from.resolve(`${packageName}/package.json`));
  } catch {
    return undefined;
  }
}

/** The sources bring a script; what is packaged cannot be added to. */
function remedyFor(folder: string): string {
  const script = resolve(import.meta.dirname, '../../../../scripts/add-tensorflow.ts');
  if (existsSync(script)) return 'npm run tensorflow';
  return `npm install --prefix "${folder}" ${packageName}@${packageVersion}`;
}

/**
 * A variable in which the threads of a process tell each other what its library was loaded with. It names the
 * process, because others that it starts inherit it.
 */
const noteName = 'FUNDUS_TENSORFLOW_LOADED';

const librarySchema = z.object({ binding: z.object({ TF_Version: z.string() }) });

/**
 * Loads the native library into this process, once, and registers it with TensorFlow.js.
 * @param settings variables that the library reads when it is loaded, and never again
 * @returns the version of TensorFlow
 * @throws FundusError 'not-found' where it is not installed, 'io' where it cannot be loaded, 'in-use' where it has
 * been loaded with other settings
 */
export function loadNativeLibrary(settings: Readonly<Record<string, string>>): string {
  const note = `${process.pid} ${JSON.stringify(settings)}`;
  const loaded = process.env[noteName];
  if (loaded?.startsWith(`${process.pid} `) && loaded !== note) {
    throw new FundusError('in-use', 'TensorFlow is in use here with other settings (threads, oneDNN)', {
      hint: 'start the application again, or take the settings that it was first used with',
    });
  }
  const registered = librarySchema.safeParse(tf.findBackend(nativeName));
  if (registered.success) return registered.data.binding.TF_Version;
  const library = findNativeLibrary();
  if ('problem' in library) {
    throw new FundusError('not-found', library.problem, { hint: `run: ${library.remedy}` });
  }
  Object.assign(process.env, settings);
  const version = requireLibrary(library);
  process.env[noteName] = note;
  return version;
}

function requireLibrary({ folder, remedy }: { readonly folder: string; readonly remedy: string }): string {
  // Without its messages to developers.
  tf.enableProdMode();
  restoreUtilities();
  if (process.platform === 'win32') findBesideLibrary(folder);
  try {
    createRequire(import.meta.url)(folder);
    return librarySchema.parse(tf.findBackend(nativeName)).binding.TF_Version;
  } catch (cause) {
    const [firstLine] = (cause as Error).message.split('\n');
    throw new FundusError('io', `TensorFlow cannot be loaded: ${firstLine}`, {
      file: folder,
      hint: `run: ${remedy}`,
      cause,
    });
  }
}

/** Registers the build in plain JavaScript with TensorFlow.js. @returns its version */
export async function loadPlainJavaScript(): Promise<string> {
  tf.enableProdMode();
  await import('@tensorflow/tfjs-backend-cpu');
  return tf.version_core;
}

/** What @tensorflow/tfjs-node 4.22 calls and Node 23 has dropped (tfjs issue 8609), or warns of. */
function restoreUtilities(): void {
  const util: object = createRequire(import.meta.url)('node:util');
  Object.defineProperty(util, 'isArray', { value: Array.isArray });
  if ('isNullOrUndefined' in util) return;
  const isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  Object.defineProperty(util, 'isNullOrUndefined', { value: isNullOrUndefined });
}

/** The installer leaves tensorflow.dll where Windows does not look for it, with Node 20 and newer. */
function findBesideLibrary(folder: string): void {
  process.env.PATH = [join(folder, 'deps', 'lib'), process.env.PATH ?? ''].join(delimiter);
}
