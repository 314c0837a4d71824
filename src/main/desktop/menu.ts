type Role =
  | 'appMenu'
  | 'editMenu'
  | 'windowMenu'
  | 'help'
  | 'quit'
  | 'close'
  | 'reload'
  | 'resetZoom'
  | 'zoomIn'
  | 'zoomOut'
  | 'togglefullscreen'
  | 'about';

export interface MenuItem {
  label?: string;
  role?: Role;
  type?: 'separator';
  accelerator?: string;
  submenu?: MenuItem[];
  click?: () => void;
}

/** @param show opens a page of the application in its window: "/help" */
export function menuTemplate(platform: NodeJS.Platform, show: (path: string) => void): MenuItem[] {
  const isMac = platform === 'darwin';
  const file: MenuItem[] = [
    { label: 'Projects', accelerator: 'CmdOrCtrl+O', click: () => show('/') },
    { type: 'separator' },
    { role: isMac ? 'close' : 'quit' },
  ];
  const view: MenuItem[] = [
    { role: 'reload' },
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  const help: MenuItem[] = [
    { label: 'User guide', accelerator: 'F1', click: () => show('/help') },
    ...(isMac ? [] : [{ type: 'separator' } as const, { role: 'about' } as const]),
  ];
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: file },
    { role: 'editMenu' },
    { label: 'View', submenu: view },
    { role: 'windowMenu' },
    { role: 'help', label: 'Help', submenu: help },
  ];
}
