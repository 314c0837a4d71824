import { EventEmitter } from 'node:events';

/**
 * Stands in for Electron's main process: notes what the application sets up, and lets a test act as Electron, the
 * page or the user would. `vi.mock('electron', () => recorded)` puts it in place.
 */
export interface Recorded {
  (...args: unknown[]): unknown;
  readonly calls: unknown[][];
  /** What the next calls give back, in order. */
  readonly answers: unknown[];
}

function recorded(answer: (...args: unknown[]) => unknown = () => undefined): Recorded {
  const calls: unknown[][] = [];
  const answers: unknown[] = [];
  const call = (...args: unknown[]) => {
    calls.push(args);
    return answers.length > 0 ? answers.shift() : answer(...args);
  };
  return Object.assign(call, { calls, answers });
}

class RecordedContents extends EventEmitter {
  readonly setWindowOpenHandler = recorded();
  url = '';
  readonly getURL = () => this.url;
}

class RecordedWindow extends EventEmitter {
  readonly webContents = new RecordedContents();
  readonly loadURL = recorded(async (url) => {
    this.webContents.url = String(url);
    this.emit('ready-to-show');
  });
  readonly show = recorded();
  readonly focus = recorded();
  readonly restore = recorded();
  readonly maximize = recorded();
  readonly isMinimized = () => false;
  readonly isMaximized = () => false;
  readonly getNormalBounds = () => ({ x: 20, y: 30, width: 1300, height: 820 });
  readonly options: Record<string, unknown>;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  static getAllWindows(): RecordedWindow[] {
    return windows;
  }
}

class RecordedApp extends EventEmitter {
  readonly isPackaged = false;
  readonly enableSandbox = () => early.push('sandbox');
  readonly setPath = recorded();
  readonly requestSingleInstanceLock = () => early.push('lock') > 0;
  readonly getAppPath = () => process.cwd();
  readonly quit = recorded();
  readonly whenReady = async () => {
    early.push('ready');
  };
}

export const windows: RecordedWindow[] = [];
/** What was done before Electron was ready, in order. */
export const early: string[] = [];

export const app = new RecordedApp();
export const BrowserWindow = RecordedWindow;
export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown) => early.push(`schemes ${JSON.stringify(schemes)}`),
  handle: recorded(),
};
export const session = {
  defaultSession: {
    setPermissionRequestHandler: recorded(),
    setPermissionCheckHandler: recorded(),
    setDevicePermissionHandler: recorded(),
    webRequest: { onBeforeRequest: recorded() },
  },
};
export const ipcMain = { handle: recorded() };
export const dialog = { showOpenDialog: recorded(), showSaveDialog: recorded(), showErrorBox: recorded() };
export const shell = { showItemInFolder: recorded() };
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] };
export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu: recorded() };
