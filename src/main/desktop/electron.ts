/**
 * What the application uses of Electron, and no more: tests put a recorder in its place, and the compiler checks
 * that Electron is what this says. Only src/main/index.ts imports Electron itself.
 */
export interface Preventable {
  preventDefault(): void;
}

export interface WebContents {
  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' }): void;
  on(
    event: 'will-navigate' | 'will-redirect',
    listener: (event: Preventable & { url: string }) => void,
  ): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
}

export interface Session {
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, callback: (isGranted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(handler: (contents: unknown, permission: string) => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { url: string }, callback: (response: { cancel: boolean }) => void) => void,
    ): void;
  };
}

export interface Protocol {
  handle(scheme: string, handler: (request: Request) => Promise<Response>): void;
}

export interface IpcEvent {
  /** null when the frame is gone. */
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}
export interface Ipc {
  handle(channel: string, listener: (event: IpcEvent, ...args: unknown[]) => Promise<unknown>): void;
}

export interface OpenDialogOptions {
  title: string;
  defaultPath?: string;
  properties: ('openFile' | 'openDirectory' | 'multiSelections' | 'createDirectory')[];
  filters?: { name: string; extensions: string[] }[];
}
export interface SaveDialogOptions {
  title: string;
  defaultPath?: string;
  properties: ('createDirectory' | 'showOverwriteConfirmation')[];
}
/** Dialogs of one window. */
export interface Dialogs {
  open(options: OpenDialogOptions): Promise<{ canceled: boolean; filePaths: string[] }>;
  save(options: SaveDialogOptions): Promise<{ canceled: boolean; filePath: string }>;
}

export interface Shell {
  showItemInFolder(path: string): void;
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}
