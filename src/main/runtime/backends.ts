import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Backend, BackendStatus } from '../../shared/api/benchmark.ts';
import { FundusError } from '../../shared/errors.ts';
import { writeOnnx } from '../graph/onnx/write.ts';
import type { Outputs } from '../graph/passes/rewrite.ts';
import { versionOf } from './machine.ts';
import { createSession, defaultThreads, type NetworkSession, type SessionOptions } from './session.ts';

type TensorflowBackend = Exclude<Backend, 'onnxruntime'>;

/** What computes, and on how many threads. */
export interface Engine {
  /** By default ONNX Runtime. */
  readonly backend?: Backend;
  readonly threads: number;
}

/**
 * The variables that a process which uses the backend must be started with: TensorFlow's library reads them once,
 * when it is loaded.
 */
export function environmentOf(backend: Backend, threads = defaultThreads()): Record<string, string> {
  if (backend === 'onnxruntime' || backend === 'tensorflow-js') return {};
  return {
    TF_ENABLE_ONEDNN_OPTS: backend === 'tensorflow-onednn' ? '1' : '0',
    TF_NUM_INTRAOP_THREADS: `${threads}`,
    TF_NUM_INTEROP_THREADS: '1',
    OMP_NUM_THREADS: `${threads}`,
    // Errors alone.
    TF_CPP_MIN_LOG_LEVEL: '2',
  };
}

/** Makes the backend ready in this process. @returns what TensorFlow.js calls it */
async function startTensorflow(backend: TensorflowBackend, threads: number | undefined): Promise<string> {
  const library = await import('./tensorflow/library.ts');
  if (backend === 'tensorflow-js') {
    await library.loadPlainJavaScript();
    return library.plainName;
  }
  library.loadNativeLibrary(environmentOf(backend, threads));
  return library.nativeName;
}

/**
 * Opens an ONNX file, given as its bytes or its path, on a backend. TensorFlow takes float32 networks alone.
 * @throws FundusError 'bad-model', 'not-found' as createSession does; 'not-found', 'io' or 'in-use' where
 * TensorFlow's library is missing, cannot be loaded or is in use with other settings
 */
export async function openNetwork(
  backend: Backend,
  onnx: Uint8Array | string,
  options: SessionOptions = {},
): Promise<NetworkSession> {
  if (backend === 'onnxruntime') return createSession(onnx, options);
  const bytes = typeof onnx === 'string' ? await readNetwork(onnx) : onnx;
  const name = await startTensorflow(backend, options.threads);
  const { openFile } = await import('./tensorflow/session.ts');
  return openFile(name, bytes, typeof onnx === 'string' ? onnx : undefined);
}

/**
 * Opens a graph that has no parameters and is run on ever new ones, such as a training step.
 * @param bytes the inputs that are given as bytes
 * @throws FundusError as openNetwork does
 */
export async function openGraph(
  outputs: Outputs,
  { backend = 'onnxruntime', threads }: Engine,
  bytes: readonly string[] = [],
): Promise<NetworkSession> {
  if (backend === 'onnxruntime') {
    return createSession(writeOnnx(outputs, { bytes }), { threads, optimization: 'extended' });
  }
  const name = await startTensorflow(backend, threads);
  const tensorflow = await import('./tensorflow/session.ts');
  return tensorflow.openGraph(name, outputs);
}

async function readNetwork(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new FundusError('not-found', 'The network is missing or cannot be read', { file, cause });
  }
}

let found: Promise<BackendStatus[]> | undefined;

/** Which backends can be used here. TensorFlow's library is tried out, once, in a process of its own. */
export function backendStatus(): Promise<BackendStatus[]> {
  found ??= findBackends();
  return found;
}

async function findBackends(): Promise<BackendStatus[]> {
  const native = await tryLibrary();
  const available = { isAvailable: true, problem: null, remedy: null };
  return [
    { backend: 'onnxruntime', version: versionOf('onnxruntime-node'), ...available },
    { backend: 'tensorflow-onednn', ...native },
    { backend: 'tensorflow', ...native },
    { backend: 'tensorflow-js', version: versionOf('@tensorflow/tfjs-core'), ...available },
  ];
}

// A build keeps the folders and turns .ts into .js.
const tryingProgram = fileURLToPath(
  new URL(`./tensorflow/try-library${extname(import.meta.url)}`, import.meta.url),
);
const tryForMs = 60_000;

async function tryLibrary(): Promise<Omit<BackendStatus, 'backend'>> {
  const { findNativeLibrary } = await import('./tensorflow/library.ts');
  const library = findNativeLibrary();
  if ('problem' in library) return { isAvailable: false, version: null, ...library };
  try {
    const env = { ...process.env, ...environmentOf('tensorflow', 1), ELECTRON_RUN_AS_NODE: '1' };
    const options = { env, timeout: tryForMs, windowsHide: true };
    const { stdout } = await promisify(execFile)(process.execPath, [tryingProgram], options);
    return { isAvailable: true, version: stdout.trim(), problem: null, remedy: null };
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const problem = stderr.trim().split('\n').at(-1) || message;
    return { isAvailable: false, version: null, problem, remedy: library.remedy };
  }
}
