import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Rectangle } from './electron.ts';

const stateSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int(),
  height: z.int(),
  isMaximized: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

export const smallestWindow = { width: 1024, height: 640 };
const firstWindow = { width: 1440, height: 900 };
/** The part of the window's upper edge that must be seen, to be taken hold of. */
const visiblePixels = 100;

/** Where the window was last, if it can be seen there: the screen may have gone since. */
export function restoreWindow(
  file: string,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { isMaximized: boolean } {
  const state = readState(file);
  if (state && screens.some((screen) => isReachable(state, screen))) {
    const width = Math.max(state.width, smallestWindow.width);
    return { ...state, width, height: Math.max(state.height, smallestWindow.height) };
  }
  return { ...firstWindow, isMaximized: state?.isMaximized ?? false };
}

/** Losing it is no harm, so nothing is said when it cannot be written. */
export function saveWindow(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, JSON.stringify(state));
    renameSync(`${file}.tmp`, file);
  } catch {
    // The window opens at its first place next time.
  }
}

function readState(file: string): WindowState | undefined {
  try {
    return stateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function isReachable(window: Rectangle, screen: Rectangle): boolean {
  const left = Math.max(window.x, screen.x);
  const right = Math.min(window.x + window.width, screen.x + screen.width);
  const isTopVisible = window.y >= screen.y && window.y + visiblePixels <= screen.y + screen.height;
  return right - left >= visiblePixels && isTopVisible;
}
