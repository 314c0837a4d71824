import { contextBridge, ipcRenderer, webUtils } from 'electron';
import packageJson from '../../package.json' with { type: 'json' };
import { type Desktop, desktopChannels } from '../shared/api/desktop.ts';

const desktop: Desktop = {
  version: packageJson.version,
  chooseFolder: (options) => ipcRenderer.invoke(desktopChannels.chooseFolder, options),
  choosePictures: (options) => ipcRenderer.invoke(desktopChannels.choosePictures, options),
  chooseNewFolder: (options) => ipcRenderer.invoke(desktopChannels.chooseNewFolder, options),
  pathOf: (file) => webUtils.getPathForFile(file),
  revealInFolder: (path) => ipcRenderer.invoke(desktopChannels.revealInFolder, path),
};

contextBridge.exposeInMainWorld('desktop', desktop);
