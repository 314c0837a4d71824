import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { FolderListing } from '../../shared/api/projects.ts';
import { FundusError } from '../../shared/errors.ts';
import { pictureName } from '../../shared/picture-files.ts';
import type { Application } from './application.ts';
import type { HandlersOf } from './endpoints.ts';

const listedPictures = 200;

export function folderHandlers({ home }: Application): HandlersOf<'/folders'> {
  return {
    'GET /folders': ({ query }) => listFolder(query.path || homedir(), home.projects),
    'POST /folders': async ({ body }) => listFolder(await makeFolder(body.parent, body.name), home.projects),
  };
}

async function listFolder(path: string, projects: string): Promise<FolderListing> {
  const folder = absolute(path);
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw folderError(cause, folder);
  });
  const visible = entries.filter(({ name }) => !name.startsWith('.')).sort(byName);
  const parent = dirname(folder);
  return {
    path: folder,
    parent: parent === folder ? null : parent,
    // A link may lead to a folder; one that leads nowhere says so when it is opened.
    folders: visible
      .filter((entry) => entry.isDirectory() || (entry.isSymbolicLink() && !pictureName.test(entry.name)))
      .map(({ name }) => ({ name, path: join(folder, name), isProject: isProject(join(folder, name)) })),
    pictures: visible
      .filter((entry) => !entry.isDirectory() && pictureName.test(entry.name))
      .map(({ name }) => name)
      .slice(0, listedPictures),
    places: await places(projects),
  };
}

async function makeFolder(parent: string, name: string): Promise<string> {
  if (/[<>:"/\\|?*\p{Cc}]/u.test(name) || /^\.+$/.test(name)) {
    throw new FundusError('usage', `"${name}" cannot name a folder`, {
      hint: 'leave out < > : " / \\ | ? * and names of dots alone',
    });
  }
  const folder = join(absolute(parent), name);
  await mkdir(folder).catch((cause: unknown) => {
    throw folderError(cause, folder);
  });
  return folder;
}

async function places(projects: string): Promise<FolderListing['places']> {
  const home = homedir();
  const own = ['Desktop', 'Documents', 'Downloads', 'Pictures'].map((name) => ({
    name,
    path: join(home, name),
  }));
  const candidates = [
    { name: 'Home', path: home },
    ...own,
    { name: 'Projects', path: projects },
    ...(await drives()),
  ];
  return candidates.filter(({ path }) => existsSync(path));
}

/** Where this system puts disks other than the first. */
async function drives(): Promise<{ name: string; path: string }[]> {
  if (process.platform === 'win32') {
    return [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => ({ name: `${letter}:`, path: `${letter}:\\` }));
  }
  const mounts = process.platform === 'darwin' ? ['/Volumes'] : [`/media/${process.env.USER ?? ''}`, '/mnt'];
  const named = mounts.map(async (mount) => {
    const names = await readdir(mount).catch(() => []);
    return names.map((name) => ({ name, path: join(mount, name) }));
  });
  return [{ name: 'File system', path: '/' }, ...(await Promise.all(named)).flat()];
}

function isProject(folder: string): boolean {
  return existsSync(join(folder, 'project.sqlite'));
}

function absolute(path: string): string {
  if (isAbsolute(path) && !path.includes('\0')) return resolve(path);
  throw new FundusError('usage', 'Expected the whole path of a folder', { file: path });
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}

function folderError(cause: unknown, file: string): FundusError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return new FundusError('not-found', 'There is no such folder', { file, cause });
  if (code === 'ENOTDIR') return new FundusError('usage', 'This is a file, not a folder', { file, cause });
  if (code === 'EEXIST') {
    return new FundusError('output-exists', 'There is a file or folder of this name already', {
      file,
      cause,
    });
  }
  const hint = 'choose another folder, or ask for the right to use this one';
  if (code === 'EACCES' || code === 'EPERM') {
    return new FundusError('io', 'This folder may not be used', { file, hint, cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FundusError('io', `The folder cannot be used: ${reason}`, { file, cause });
}
