import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { MenuItem } from '../../src/main/desktop/menu.ts';
import { createProject } from '../../src/main/store/project.ts';
import { pictureExtensions } from '../../src/shared/picture-files.ts';
import { until } from '../until.ts';
import * as electron from './recorded-electron.ts';

vi.mock('electron', () => electron);

const folder = mkdtempSync(join(tmpdir(), 'fundus-desktop-'));
const project = join(folder, 'eyes');
const { argv } = process;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  vi.stubEnv('FUNDUS_STUDIO_HOME', folder);
  createProject(project).close();
  process.argv = [argv[0]!, '.', '--inspect=0', project];
  await import('../../src/main/index.ts');
  await until(
    () => electron.windows[0]?.show.calls.length,
    (count) => count === 1,
  );
  process.argv = argv;
});

/** The argument that a recorded function was called with. */
const given = <T>(recorded: electron.Recorded, position = 0) => recorded.calls[0]![position] as T;

const own = { senderFrame: { url: 'app://fundus-studio/images', parent: null } };
function invoke(channel: string, argument: unknown, event: unknown = own): Promise<unknown> {
  const call = electron.ipcMain.handle.calls.find(([name]) => name === channel);
  const listener = call?.[1] as (event: unknown, argument: unknown) => Promise<unknown>;
  return listener(event, argument);
}

test('prepares the sandbox and the scheme before Electron is ready', () => {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true };
  expect(electron.early).toEqual([
    `schemes ${JSON.stringify([{ scheme: 'app', privileges }])}`,
    'sandbox',
    'lock',
    'ready',
  ]);
  expect(electron.app.setPath.calls).toEqual([['userData', join(folder, 'config/window')]]);
});

test('the page runs isolated, in the sandbox, without Node', () => {
  expect(electron.windows).toHaveLength(1);
  const { webPreferences } = electron.windows[0]!.options as { webPreferences: Record<string, unknown> };
  expect(webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    spellcheck: false,
    preload: expect.stringMatching(/preload[\\/]index\.cjs$/),
  });
  expect(electron.windows[0]!.loadURL.calls).toEqual([['app://fundus-studio/']]);
});

test('every permission is denied, save to copy what the user asks to copy', () => {
  const { defaultSession } = electron.session;
  const request = given<(c: unknown, p: string, callback: (granted: boolean) => void) => void>(
    defaultSession.setPermissionRequestHandler,
  );
  const check = given<(c: unknown, p: string) => boolean>(defaultSession.setPermissionCheckHandler);
  const isGranted = (permission: string) => {
    const callback = vi.fn();
    request({}, permission, callback);
    expect(callback.mock.calls).toEqual([[check({}, permission)]]);
    return check({}, permission);
  };
  const permissions = [
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'fileSystem',
  ];
  expect(permissions.filter(isGranted)).toEqual([]);
  expect(isGranted('clipboard-sanitized-write')).toBe(true);
  expect(given<() => boolean>(defaultSession.setDevicePermissionHandler)()).toBe(false);
});

test.each([
  ['app://fundus-studio/api/projects', false],
  ['blob:app://fundus-studio/5f0c', false],
  ['data:image/png;base64,AA==', false],
  ['https://example.org/', true],
  ['http://127.0.0.1:7788/', true],
  ['wss://example.org/', true],
  ['file:///etc/passwd', true],
  ['app://other/', true],
  ['app://fundus-studio.example.org/', true],
  ['app://fundus-studio:8080/', true],
  ['blob:https://example.org/1', true],
  ['ftp://example.org/', true],
  ['devtools://devtools/bundled/inspector.html', true],
])('a request to %s is blocked: %s', (url, isBlocked) => {
  const listener = given<(details: { url: string }, callback: (r: { cancel: boolean }) => void) => void>(
    electron.session.defaultSession.webRequest.onBeforeRequest,
  );
  const callback = vi.fn();
  listener({ url }, callback);
  expect(callback.mock.calls).toEqual([[{ cancel: isBlocked }]]);
});

test('pages stay within the application and open nothing', () => {
  const contents = electron.windows[0]!.webContents;
  const open = given<(details: { url: string }) => { action: string }>(contents.setWindowOpenHandler);
  expect(open({ url: 'https://example.org/' })).toEqual({ action: 'deny' });
  expect(open({ url: 'app://fundus-studio/' })).toEqual({ action: 'deny' });
  const navigate = (event: string, url: string) => {
    const preventDefault = vi.fn();
    contents.emit(event, { url, preventDefault });
    return preventDefault.mock.calls.length === 1;
  };
  for (const event of ['will-navigate', 'will-redirect']) {
    expect(navigate(event, 'app://fundus-studio/review?image=2')).toBe(false);
    expect(navigate(event, 'https://example.org/')).toBe(true);
    expect(navigate(event, 'file:///home/user/picture.jpg')).toBe(true);
    expect(navigate(event, 'nonsense')).toBe(true);
  }
  expect(navigate('will-attach-webview', '')).toBe(true);
});

test('the scheme serves the page and the service, of the one host', async () => {
  expect(given(electron.protocol.handle)).toBe('app');
  const serve = given<(request: Request) => Promise<Response>>(electron.protocol.handle, 1);
  const page = await serve(new Request('app://fundus-studio/review?image=2'));
  expect(await page.text()).toContain('<title>Fundus Studio</title>');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const projects = await serve(new Request('app://fundus-studio/api/projects'));
  expect(await projects.json()).toMatchObject({ open: { dir: project } });
  const body = JSON.stringify({ parent: join(folder, 'projects'), name: 'New' });
  const headers = { 'content-type': 'application/json' };
  const created = await serve(
    new Request('app://fundus-studio/api/projects', { method: 'POST', body, headers }),
  );
  expect(created.status).toBe(201);
  for (const path of ['..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', '../../package.json']) {
    const response = await serve(new Request(`app://fundus-studio/${path}`));
    expect(response.status, path).toBe(404);
  }
  expect((await serve(new Request('app://other/api/projects'))).status).toBe(403);
});

test('dialogs answer with what was chosen', async () => {
  electron.dialog.showOpenDialog.answers.push({ canceled: false, filePaths: ['/data/HRF'] });
  expect(await invoke('choose-folder', { title: 'Import', defaultPath: '/data' })).toBe('/data/HRF');
  expect(electron.dialog.showOpenDialog.calls.at(-1)).toEqual([
    electron.windows[0],
    {
      title: 'Import',
      defaultPath: '/data',
      properties: ['openDirectory', 'createDirectory'],
    },
  ]);
  electron.dialog.showOpenDialog.answers.push({ canceled: true, filePaths: [] });
  expect(await invoke('choose-folder', { title: 'Import' })).toBeNull();
  electron.dialog.showOpenDialog.answers.push({ canceled: false, filePaths: ['/a.jpg', '/b.tif'] });
  expect(await invoke('choose-pictures', { title: 'Import' })).toEqual(['/a.jpg', '/b.tif']);
  expect(electron.dialog.showOpenDialog.calls.at(-1)?.[1]).toMatchObject({
    filters: [{ extensions: [...pictureExtensions, 'gz'] }],
  });
  electron.dialog.showSaveDialog.answers.push({ canceled: false, filePath: '/data/out' });
  expect(await invoke('choose-new-folder', { title: 'Export' })).toBe('/data/out');
  electron.dialog.showSaveDialog.answers.push({ canceled: true, filePath: '' });
  expect(await invoke('choose-new-folder', { title: 'Export' })).toBeNull();
  await invoke('reveal-in-folder', '/data/out');
  expect(electron.shell.showItemInFolder.calls).toEqual([['/data/out']]);
});

test('only our own page may ask for them, with arguments that make sense', async () => {
  const channels = electron.ipcMain.handle.calls.map(([name]) => String(name));
  expect(channels.sort()).toEqual([
    'choose-folder',
    'choose-new-folder',
    'choose-pictures',
    'reveal-in-folder',
  ]);
  const strangers = [
    { senderFrame: null },
    { senderFrame: { url: 'https://example.org/', parent: null } },
    { senderFrame: { url: 'app://other/', parent: null } },
    { senderFrame: { url: 'about:blank', parent: null } },
    { senderFrame: { url: 'app://fundus-studio/', parent: own.senderFrame } },
  ];
  for (const channel of channels) {
    const argument = channel === 'reveal-in-folder' ? '/data' : { title: 'x' };
    for (const stranger of strangers) {
      await expect(invoke(channel, argument, stranger)).rejects.toMatchObject({ code: 'forbidden' });
    }
  }
  const calls = electron.dialog.showOpenDialog.calls.length;
  for (const argument of [undefined, {}, { title: 7 }, { title: 'x', defaultPath: {} }]) {
    await expect(invoke('choose-folder', argument)).rejects.toThrow();
  }
  expect(electron.dialog.showOpenDialog.calls).toHaveLength(calls);
  for (const path of ['relative', '', 7]) await expect(invoke('reveal-in-folder', path)).rejects.toThrow();
});

test('the Help menu leads to the guide', () => {
  const template = given<MenuItem[]>(electron.Menu.setApplicationMenu);
  const help = template.find(({ role }) => role === 'help');
  const guide = help?.submenu?.find(({ label }) => label === 'User guide');
  guide?.click?.();
  expect(electron.windows[0]!.loadURL.calls.at(-1)).toEqual(['app://fundus-studio/help']);
});

test('a second start shows the window that there is', () => {
  const [window] = electron.windows;
  const before = window!.focus.calls.length;
  electron.app.emit('second-instance');
  expect(window!.focus.calls).toHaveLength(before + 1);
  expect(electron.windows).toHaveLength(1);
});

test('keeps where the window was, and ends once the project is closed', async () => {
  electron.windows[0]!.emit('close');
  const state: unknown = JSON.parse(readFileSync(join(folder, 'config/window.json'), 'utf8'));
  expect(state).toEqual({ x: 20, y: 30, width: 1300, height: 820, isMaximized: false });

  const serve = given<(request: Request) => Promise<Response>>(electron.protocol.handle, 1);
  const events = await serve(new Request('app://fundus-studio/api/events'));
  const event = { preventDefault: vi.fn() };
  electron.app.emit('before-quit', event);
  expect(event.preventDefault).toHaveBeenCalledOnce();
  expect(electron.app.quit.calls).toHaveLength(0);
  await expect.poll(() => electron.app.quit.calls).toHaveLength(1);
  expect(await events.text()).toContain('"type":"opened","dir":null');
  electron.app.emit('before-quit', event);
  expect(event.preventDefault).toHaveBeenCalledOnce();
});
