import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import renderer from './vite.renderer.config.ts';

const source = (path: string) => resolve(import.meta.dirname, 'src', path);

export default defineConfig({
  main: {
    build: {
      // The modules keep their folders: some find others, and resources/, from where they are.
      outDir: resolve(import.meta.dirname, 'out'),
      rolldownOptions: {
        input: {
          'main/index': source('main/index.ts'),
          'main/cli': source('main/cli.ts'),
          'main/queue/worker': source('main/queue/worker.ts'),
          'main/runtime/tensorflow/try-library': source('main/runtime/tensorflow/try-library.ts'),
          'main/benchmark/variant-process': source('main/benchmark/variant-process.ts'),
        },
        output: {
          preserveModules: true,
          preserveModulesRoot: source(''),
          entryFileNames: '[name].js',
        },
      },
    },
  },
  preload: {
    build: {
      rolldownOptions: {
        input: source('preload/index.ts'),
        // A sandboxed preload is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer,
});
