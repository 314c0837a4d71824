import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why no window can be shown here, undefined where one can. */
export function noWindow(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
  user = process.getuid?.(),
): { missing: string } | undefined {
  if (platform === 'win32' || platform === 'darwin') return undefined;
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) {
    return { missing: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' };
  }
  return user === 0 ? { missing: 'root may open no window, for the page runs in a sandbox' } : undefined;
}

/** Electron's program, if it has been downloaded. @param root the folder with node_modules */
export function installedBinary(root: string): string | undefined {
  const folder = join(root, 'node_modules/electron');
  const note = join(folder, 'path.txt');
  const binary = existsSync(note) ? join(folder, 'dist', readFileSync(note, 'utf8')) : undefined;
  return binary !== undefined && existsSync(binary) ? binary : undefined;
}
