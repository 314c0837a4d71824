import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { layersFile, layersText } from '../../scripts/layers.ts';

const root = resolve(import.meta.dirname, '../..');
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fundus-layers-'));
  for (const name of ['biome.json', 'biome.layers.json']) cpSync(join(root, name), join(dir, name));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Lints a file that holds only this import. */
function lint(file: string, specifier: string): { status: number | null; stdout: string } {
  const path = join(dir, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `export { thing } from '${specifier}';\n`);
  const args = ['lint', '--only=style/noRestrictedImports', '--reporter=json', file];
  return spawnSync(join(root, 'node_modules/.bin/biome'), args, { cwd: dir, encoding: 'utf8' });
}

const onlyRuntime = 'Only src/main/runtime may import TensorFlow.js.';

test.each([
  ['src/shared/a.ts', '../main/store/images.ts', 'shared imports nothing of its siblings.'],
  ['src/main/graph/a.ts', '../store/images.ts', 'graph may import only shared.'],
  ['src/main/networks/deep/a.ts', '../../runtime/session.ts', 'networks may import only shared, graph.'],
  [
    'src/main/quantization/a.ts',
    '../store/models.ts',
    'quantization may import only shared, imaging, graph, networks, runtime, evaluation, inference.',
  ],
  [
    'src/main/benchmark/a.ts',
    '../store/models.ts',
    'benchmark may import only shared, imaging, graph, networks, runtime, quantization, evaluation, inference.',
  ],
  ['src/main/runtime/a.ts', '../benchmark/protocol.ts', 'runtime may import only shared, graph, networks.'],
  ['src/main/store/a.ts', '../imaging/encode.ts', 'store may import only shared.'],
  ['src/main/jobs/a.ts', '../commands/import.ts', 'jobs may import only shared, imaging, graph'],
  ['src/main/store/a.ts', '../api/events.ts', 'store may import only shared.'],
  ['src/main/jobs/train/a.ts', '../../queue/queue.ts', 'jobs may import only shared, imaging, graph'],
  ['src/main/models/a.ts', '../jobs/segment.ts', 'models may import only shared, imaging, graph'],
  ['src/main/queue/a.ts', '../api/events.ts', 'queue may import only shared, runtime, store, models, jobs.'],
  ['src/main/jobs/a.ts', '../api/events.ts', 'jobs may import only shared, imaging, graph'],
  ['src/main/api/a.ts', '../desktop/menu.ts', 'api may import only shared, imaging, graph'],
  ['src/main/api/a.ts', '../browser-session.ts', 'api may import only shared, imaging, graph'],
  ['src/main/desktop/a.ts', '../api/handler.ts', 'desktop may import only shared.'],
  ['src/main/desktop/a.ts', 'electron', 'Only src/main/index.ts may import electron.'],
  ['src/main/commands/a.ts', '../cli.ts', 'commands may import only shared, imaging, graph'],
  ['src/main/inference/a.ts', 'onnxruntime-node', 'Only src/main/runtime may import onnxruntime-node.'],
  ['src/main/runtime/a.ts', 'electron', 'Only src/main/index.ts may import electron.'],
  ['src/main/imaging/a.ts', '@tensorflow/tfjs-core', onlyRuntime],
  ['src/main/training/a.ts', '@tensorflow/tfjs-core', onlyRuntime],
  ['src/main/benchmark/a.ts', '@tensorflow/tfjs-core', onlyRuntime],
  ['src/main/jobs/a.ts', '@tensorflow/tfjs-core', onlyRuntime],
  ['src/main/api/a.ts', '@tensorflow/tfjs-core', onlyRuntime],
  ['src/main/desktop/a.ts', '@tensorflow/tfjs-core', onlyRuntime],
  ['src/main/commands/a.ts', '@tensorflow/tfjs-core', onlyRuntime],
  ['src/shared/a.ts', '@tensorflow/tfjs', onlyRuntime],
  ['src/main/index.ts', '@tensorflow/tfjs-node', onlyRuntime],
  ['src/main/cli.ts', '@tensorflow/tfjs-node', onlyRuntime],
  ['src/main/jobs/a.ts', '../../renderer/jobs/order.ts', 'jobs may import only shared, imaging, graph'],
  ['src/renderer/dataset/a.ts', '../review/editor.ts', 'dataset may import only shared, api, ui, viewer.'],
  ['src/renderer/jobs/a.ts', '../app/router.tsx', 'jobs may import only shared, api, ui, viewer.'],
  ['src/renderer/training/deep/a.ts', '../../jobs/order.ts', 'training may import only shared, api, ui'],
  ['src/renderer/viewer/a.ts', '../review/editor.ts', 'viewer may import only shared, api, ui.'],
  ['src/renderer/ui/a.ts', '../viewer/transform.ts', 'ui may import only shared, api.'],
  ['src/renderer/api/a.ts', '../ui/format.ts', 'api may import only shared.'],
  ['src/renderer/help/a.ts', '../../main/dataset/list.ts', 'help may import only shared, api, ui, viewer.'],
  ['src/renderer/app/a.ts', '../main.tsx', 'app may import only shared, api, ui, viewer, start'],
  ['src/renderer/training/a.ts', '@tensorflow/tfjs', onlyRuntime],
  ['tests/unit/jobs/a.ts', '@tensorflow/tfjs-core', onlyRuntime],
  ['tests/parity/a.ts', 'onnxruntime-node', 'Only src/main/runtime may import onnxruntime-node.'],
  ['tests/unit/a.ts', 'electron', 'Only src/main/index.ts may import electron.'],
])('%s may not import %s', (file, specifier, message) => {
  const { status, stdout } = lint(file, specifier);
  expect(status).toBe(1);
  expect(stdout).toContain(message);
});

test.each([
  ['src/main/runtime/a.ts', 'onnxruntime-node'],
  ['src/main/runtime/tensorflow/a.ts', '@tensorflow/tfjs-core'],
  ['tests/parity/a.ts', '@tensorflow/tfjs'],
  ['tests/unit/runtime/a.ts', '@tensorflow/tfjs-core'],
  ['src/main/dataset/a.ts', '../store/images.ts'],
  ['src/main/networks/a.ts', '../graph/builder.ts'],
  ['src/main/jobs/a.ts', '../dataset/import.ts'],
  ['src/main/jobs/a.ts', '../benchmark/run.ts'],
  ['src/main/benchmark/a.ts', '../quantization/guard.ts'],
  ['src/main/imaging/a.ts', '../../shared/errors.ts'],
  ['src/main/store/a.ts', '../../shared/api/jobs.ts'],
  ['src/main/api/a.ts', '../queue/queue.ts'],
  ['src/main/queue/a.ts', '../jobs/perform.ts'],
  ['src/main/desktop/a.ts', '../../shared/api/desktop.ts'],
  ['src/main/desktop/a.ts', './security.ts'],
  ['src/renderer/app/a.ts', '../jobs/order.ts'],
  ['src/renderer/jobs/a.ts', '../../shared/api/training.ts'],
  ['src/renderer/dataset/deep/a.ts', '../../viewer/transform.ts'],
  ['src/renderer/dataset/deep/a.ts', '../filters.ts'],
  ['src/renderer/viewer/a.ts', '../api/client.ts'],
  ['src/renderer/ui/a.ts', '../api/queries.ts'],
  ['src/renderer/main.tsx', './app/providers.tsx'],
  ['src/main/index.ts', 'electron'],
  ['src/preload/index.ts', 'electron'],
])('%s may import %s', (file, specifier) => {
  expect(lint(file, specifier).status).toBe(0);
});

test('the rules are those of scripts/layers.ts', () => {
  expect(readFileSync(layersFile, 'utf8'), 'run `npm run layers`').toBe(layersText());
});

test('imports in a circle are refused', () => {
  for (const [file, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ]) {
    writeFileSync(join(dir, `${file}.ts`), `import type { T } from './${other}.ts';\nexport type { T };\n`);
  }
  const args = ['lint', '--only=suspicious/noImportCycles', '--reporter=json', 'a.ts'];
  const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/biome'), args, {
    cwd: dir,
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stdout).toContain('cycle');
});
