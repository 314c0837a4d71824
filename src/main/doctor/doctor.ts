import { resolve } from 'node:path';
import type { BackendStatus } from '../../shared/api/benchmark.ts';
import type { DoctorReport, Part } from '../../shared/api/doctor.ts';
import { describeMachine } from '../runtime/machine.ts';
import { notServed } from '../runtime/systems.ts';
import { installedBinary, noWindow } from './window.ts';

const root = resolve(import.meta.dirname, '../../..');
const nodeMajor = 24;
/** Brings the packages as they should be. */
const reinstall = 'npm ci';

/** Tries every part out: what is installed, what is missing and what adds it. */
export async function tryParts(): Promise<DoctorReport> {
  const backends = await findBackends();
  const parts = [
    nodePart(),
    await runtimePart(),
    await required('libvips (sharp)', 'reads and writes pictures', encodePicture),
    await required('SQLite', 'holds projects', askDatabase),
    ...tensorflowParts(backends),
    electronPart(),
    displayPart(),
  ];
  return {
    isReady: parts.every(({ isRequired, isReady }) => isReady || !isRequired),
    machine: describeMachine(backends),
    backends,
    parts,
  };
}

/** None where ONNX Runtime is broken, which `runNetwork` tells of. */
async function findBackends(): Promise<BackendStatus[]> {
  try {
    const { backendStatus } = await import('../runtime/backends.ts');
    return await backendStatus();
  } catch {
    return [];
  }
}

const ready = (version: string) => ({ isReady: true, version, problem: null, remedy: null });

/** @param attempt uses the part and returns its version */
async function required(name: string, purpose: string, attempt: () => Promise<string>): Promise<Part> {
  const about = { name, purpose, isRequired: true };
  try {
    return { ...about, ...ready(await attempt()) };
  } catch (error) {
    const [problem = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { ...about, isReady: false, version: null, problem, remedy: reinstall };
  }
}

async function runtimePart(): Promise<Part> {
  const about = { name: 'ONNX Runtime', purpose: 'runs and trains networks', isRequired: true };
  const problem = notServed();
  if (problem === undefined) return required(about.name, about.purpose, runNetwork);
  return { ...about, isReady: false, version: null, problem, remedy: null };
}

async function runNetwork(): Promise<string> {
  const [{ openGraph }, { versionOf }, { input, relu }] = await Promise.all([
    import('../runtime/backends.ts'),
    import('../runtime/machine.ts'),
    import('../graph/operators.ts'),
  ]);
  const session = await openGraph({ y: relu(input('x', [1])) }, { threads: 1 });
  const { y } = await session.run({ x: { data: Float32Array.of(2), dims: [1] } });
  await session.release();
  if (y?.data[0] !== 2) throw new Error(`computes relu(2) = ${y?.data[0]}`);
  return versionOf('onnxruntime-node');
}

async function encodePicture(): Promise<string> {
  const { default: sharp } = await import('sharp');
  await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  return sharp.versions.vips;
}

async function askDatabase(): Promise<string> {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(':memory:');
  try {
    return String(database.prepare('select sqlite_version()').pluck().get());
  } finally {
    database.close();
  }
}

function nodePart(): Part {
  const { node, electron } = process.versions;
  const about = {
    name: electron === undefined ? 'Node' : 'Node in Electron',
    purpose: 'runs the services',
    isRequired: true,
  };
  if (Number.parseInt(node, 10) >= nodeMajor) return { ...about, ...ready(node) };
  return {
    ...about,
    isReady: false,
    version: node,
    problem: `expected version ${nodeMajor} or newer`,
    remedy: 'npm run fundus -- doctor',
  };
}

function tensorflowParts(backends: readonly BackendStatus[]): Part[] {
  const names = { tensorflow: 'TensorFlow', 'tensorflow-js': 'TensorFlow.js' } as const;
  const purpose = {
    tensorflow: 'compares in the benchmark, and trains',
    'tensorflow-js': 'does the same in plain JavaScript, very slowly',
  } as const;
  return backends.flatMap(({ backend, isAvailable, ...status }): Part[] =>
    backend === 'tensorflow' || backend === 'tensorflow-js'
      ? [
          {
            name: names[backend],
            purpose: purpose[backend],
            isRequired: false,
            isReady: isAvailable,
            ...status,
          },
        ]
      : [],
  );
}

function electronPart(): Part {
  const about = { name: 'Electron', purpose: 'shows the window', isRequired: false };
  const { electron } = process.versions;
  if (electron !== undefined) return { ...about, ...ready(electron) };
  if (installedBinary(root) !== undefined) return { ...about, ...ready('downloaded') };
  return {
    ...about,
    isReady: false,
    version: null,
    problem: 'its program is downloaded at the first start',
    remedy: 'npm start',
  };
}

function displayPart(): Part {
  const about = { name: 'Display', purpose: 'the window needs one', isRequired: false, version: null };
  const problem = noWindow(process.platform, process.env)?.missing ?? null;
  return { ...about, isReady: problem === null, problem, remedy: problem === null ? null : 'npm run serve' };
}
