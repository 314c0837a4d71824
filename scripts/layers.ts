import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Which folder may import which: `npm run layers` writes it as the linter's rules, biome.layers.json. */

/** Each folder of src/main, from the ground up, and its neighbours that it may import; src/shared is open to all. */
const main = (() => {
  const rooms = new Map<string, readonly string[]>();
  const add = (name: string, ...may: string[]) => rooms.set(name, may);
  add('imaging');
  add('graph');
  add('networks', 'graph');
  add('runtime', 'graph', 'networks');
  const computing = ['imaging', 'graph', 'networks', 'runtime'];
  add('evaluation', ...computing);
  add('inference', ...computing);
  add('training', ...computing, 'evaluation', 'inference');
  add('quantization', ...computing, 'evaluation', 'inference');
  add('benchmark', ...computing, 'quantization', 'evaluation', 'inference');
  add('store');
  add('dataset', 'imaging', 'store');
  add('models', ...computing, 'inference', 'training', 'store', 'dataset');
  add('doctor', 'graph', 'runtime');
  const working = [...rooms.keys()].filter((name) => name !== 'doctor');
  add('jobs', ...working);
  add('queue', 'runtime', 'store', 'models', 'jobs');
  add('demo', ...working, 'jobs', 'queue');
  add('commands', ...working, 'doctor', 'jobs', 'queue', 'demo');
  add('api', ...working, 'doctor', 'jobs', 'queue');
  add('desktop');
  return rooms;
})();

/** Each folder of src/renderer likewise: what features share lies below them, and app composes them. */
const page = (() => {
  const rooms = new Map<string, readonly string[]>();
  const add = (name: string, ...may: string[]) => rooms.set(name, may);
  add('api');
  add('ui', 'api');
  add('viewer', 'api', 'ui');
  const below = [...rooms.keys()];
  const features = ['start', 'dataset', 'training', 'review', 'synthesis', 'gallery', 'export', 'benchmark'];
  for (const feature of [...features, 'jobs', 'help']) add(feature, ...below);
  add('app', ...rooms.keys());
  return rooms;
})();

interface Pattern {
  readonly group: readonly string[];
  readonly message: string;
}

const tensorflow: Pattern = {
  group: ['@tensorflow/**'],
  message: 'Only src/main/runtime may import TensorFlow.js.',
};
const electron = { electron: 'Only src/main/index.ts may import electron.' };
const onnxruntime = { 'onnxruntime-node': 'Only src/main/runtime may import onnxruntime-node.' };

/** The rule against certain imports in some files. An override replaces the rule as a whole, so it is stated whole. */
const restrict = (includes: readonly string[], paths: object, patterns: readonly Pattern[]) => ({
  includes,
  linter: {
    rules: { style: { noRestrictedImports: { level: 'error', options: { paths, patterns } } } },
  },
});

/**
 * What a room may not import: its other neighbours, which a path names after it has left its own folder.
 * @param others what is barred to all of the rooms: the other sides, and the files that the rooms are composed in
 */
function bars(rooms: ReadonlyMap<string, readonly string[]>, others: readonly string[]) {
  return [...rooms].map(([name, may]) => {
    const neighbours = [...rooms.keys()].filter((other) => other !== name && !may.includes(other));
    const group = [`**/../{${neighbours}}/**`, ...others];
    return { name, bar: { group, message: `${name} may import only ${['shared', ...may].join(', ')}.` } };
  });
}

const inMain = bars(main, ['**/../{renderer,preload}/**', '**/{cli,browser-session,index}.ts']).map(
  ({ name, bar }) => {
    const isRuntime = name === 'runtime';
    return restrict(
      [`src/main/${name}/**`],
      isRuntime ? electron : { ...electron, ...onnxruntime },
      isRuntime ? [bar] : [bar, tensorflow],
    );
  },
);

const inPage = bars(page, ['**/../{main,preload}/**', '**/main.tsx']).map(({ name, bar }) =>
  restrict([`src/renderer/${name}/**`], { ...electron, ...onnxruntime }, [bar, tensorflow]),
);

/** The linter's overrides, an import rule for each folder. */
export const overrides = [
  restrict(['**'], { ...electron, ...onnxruntime }, [tensorflow]),
  restrict(['src/shared/**'], { ...electron, ...onnxruntime }, [
    { group: ['**/{main,renderer,preload}/**'], message: 'shared imports nothing of its siblings.' },
    tensorflow,
  ]),
  ...inMain,
  ...inPage,
  restrict(['src/main/index.ts', 'src/preload/**'], onnxruntime, [tensorflow]),
  restrict(['tests/parity/**', 'tests/unit/runtime/**'], { ...electron, ...onnxruntime }, []),
];

export const layersFile = resolve(import.meta.dirname, '../biome.layers.json');

/** The text of biome.layers.json: an override a line. */
export function layersText(): string {
  const lines = overrides.map((override) => JSON.stringify(override));
  return `{ "overrides": [\n${lines.join(',\n')}\n] }\n`;
}

if (import.meta.main) writeFileSync(layersFile, layersText());
