import type { Protocol, Session, WebContents } from './electron.ts';

export const scheme = 'app';
/** The origin of the page and its service. */
export const origin = `${scheme}://fundus-studio`;

/** The page has an origin of its own, and fetch and event streams over it. */
export const schemePrivileges = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
};

/** The page runs like one of a browser: without Node, apart from the preload, in the sandbox. */
export const webPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  // Its dictionaries would be downloaded.
  spellcheck: false,
  // A job's progress goes on while the window is hidden.
  backgroundThrottling: false,
} as const;

/** Whether an address is the application's own. */
export function isOwn(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && `${parsed.protocol}//${parsed.host}` === origin;
}

/** To put on the clipboard what a "Copy" button says; the page cannot read it. */
const granted = 'clipboard-sanitized-write';

/** The page gets no other permission and reaches nothing but the application: no network, no files. */
export function secureSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === granted));
  session.setPermissionCheckHandler((_contents, permission) => permission === granted);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !isAllowed(url) }));
}

/** Pages stay within the application and open nothing. */
export function secureContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  for (const event of ['will-navigate', 'will-redirect'] as const) {
    contents.on(event, (navigation) => {
      if (!isOwn(navigation.url)) navigation.preventDefault();
    });
  }
}

/** Answers the page's requests with the application's handler. */
export function serveScheme(protocol: Protocol, handler: (request: Request) => Promise<Response>): void {
  protocol.handle(scheme, async (request) =>
    isOwn(request.url) ? handler(request) : new Response(null, { status: 403 }),
  );
}

/** What a page makes itself, "data:" and "blob:", comes from nowhere else. */
function isAllowed(url: string): boolean {
  return isOwn(url) || url.startsWith('data:') || url.startsWith(`blob:${origin}/`);
}
