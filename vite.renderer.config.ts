import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page, for a browser session and for the desktop application alike. */
export default defineConfig({
  root: resolve(import.meta.dirname, 'src/renderer'),
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, 'out/renderer'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        // Shared files may import each other: a module still runs after those that it needs.
        strictExecutionOrder: true,
        codeSplitting: {
          groups: [
            // What the first paint needs comes in one file; left alone it would be fifty.
            { name: 'initial', tags: ['$initial'], priority: 1 },
            // What several screens share comes in a few files rather than one a component.
            {
              name: 'shared',
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 50_000,
            },
          ],
        },
      },
    },
  },
});
