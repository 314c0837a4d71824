/** What the desktop application adds to the page as `window.desktop`; a browser session has none of it. */
export interface Desktop {
  readonly version: string;
  /** Absolute path of what was chosen, null when the dialog was closed. */
  chooseFolder(options: { title: string; defaultPath?: string }): Promise<string | null>;
  choosePictures(options: { title: string }): Promise<string[]>;
  /** For a folder that does not exist yet. */
  chooseNewFolder(options: { title: string; defaultPath?: string }): Promise<string | null>;
  /** Absolute path of a file or folder that was dropped or picked. */
  pathOf(file: File): string;
  revealInFolder(path: string): Promise<void>;
}

/** How the preload asks the main process. */
export const desktopChannels = {
  chooseFolder: 'choose-folder',
  choosePictures: 'choose-pictures',
  chooseNewFolder: 'choose-new-folder',
  revealInFolder: 'reveal-in-folder',
} as const;
