import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, screen, session, shell } from 'electron';
import { Application } from './api/application.ts';
import { createHandler } from './api/handler.ts';
import { userHome } from './api/home.ts';
import { handleDialogs } from './desktop/dialogs.ts';
import { menuTemplate } from './desktop/menu.ts';
import {
  origin,
  schemePrivileges,
  secureContents,
  secureSession,
  serveScheme,
  webPreferences,
} from './desktop/security.ts';
import { restoreWindow, saveWindow, smallestWindow } from './desktop/window-state.ts';

const home = userHome();
const rendererDir = resolve(import.meta.dirname, '../renderer');
/** Windows and macOS take it from the program. */
const icon = process.platform === 'linux' ? resolve(import.meta.dirname, '../../resources/icon.png') : null;
const preload = resolve(import.meta.dirname, '../preload/index.cjs');
const windowFile = join(home.config, 'window.json');

protocol.registerSchemesAsPrivileged([schemePrivileges]);
app.enableSandbox();
// One window to a user: the lock is on this folder.
app.setPath('userData', join(home.config, 'window'));

if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  const application = new Application(home);
  app.on('web-contents-created', (_event, contents) => secureContents(contents));
  app.on('second-instance', () => show());
  app.on('activate', () => show());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  quitAfter(() => application.shutDown());
  void app.whenReady().then(async () => {
    secureSession(session.defaultSession);
    serveScheme(protocol, createHandler(application, { rendererDir }));
    handleDialogs(ipcMain, ownDialogs, shell);
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, show)));
    await openGivenProject(application);
    show();
  });
}

/** Brings up the window, at a page if one is given. */
function show(path?: string): void {
  const [window = openWindow()] = BrowserWindow.getAllWindows();
  if (path !== undefined || window.webContents.getURL() === '') void window.loadURL(origin + (path ?? '/'));
  if (window.isMinimized()) window.restore();
  window.focus();
}

function openWindow(): BrowserWindow {
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
  const { isMaximized, ...bounds } = restoreWindow(windowFile, screens);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Fundus Studio',
    ...(icon !== null && { icon }),
    webPreferences: { ...webPreferences, preload },
  });
  if (isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    saveWindow(windowFile, { ...window.getNormalBounds(), isMaximized: window.isMaximized() }),
  );
  return window;
}

const ownDialogs = {
  open: (options: Electron.OpenDialogOptions) => {
    const [window] = BrowserWindow.getAllWindows();
    return window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options);
  },
  save: (options: Electron.SaveDialogOptions) => {
    const [window] = BrowserWindow.getAllWindows();
    return window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options);
  },
};

/** A project may follow the program's name on the command line. */
async function openGivenProject(application: Application): Promise<void> {
  const paths = process.argv.slice(1).filter((argument) => !argument.startsWith('-') && existsSync(argument));
  const given = paths.map((path) => resolve(path)).find((path) => path !== app.getAppPath());
  if (given === undefined) return;
  await application.open(given).catch((error: Error) => {
    dialog.showErrorBox('The project cannot be opened', error.message);
  });
}

/** Jobs stop with their state kept before the process ends. */
function quitAfter(work: () => Promise<void>): void {
  let isDone = false;
  app.on('before-quit', (event) => {
    if (isDone) return;
    event.preventDefault();
    void work().finally(() => {
      isDone = true;
      app.quit();
    });
  });
}
