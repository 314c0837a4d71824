import type { Desktop } from '../shared/api/desktop.ts';

declare global {
  interface Window {
    /** Only in the desktop application. */
    readonly desktop?: Desktop;
  }
}
