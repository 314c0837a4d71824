import { basename, dirname } from 'node:path';
import { pictureName } from '../../../shared/picture-files.ts';

export type FileRole = 'image' | 'annotation' | 'fov';

/** What the path of a picture's file tells. */
export interface RoledFile {
  readonly file: string;
  readonly role: FileRole;
  /** Of an annotation: who drew it, as the data set calls them; null where it does not say. */
  readonly observer: string | null;
  /** The folder that holds the data set, or one part of it. */
  readonly root: string;
  /** The folder under `root` that says what its files are, in lower case; empty where none does. */
  readonly folder: string;
  /** The file's name without extension. */
  readonly stem: string;
  /** Equal for an image and the masks of it. */
  readonly key: string;
}

interface FolderRule {
  readonly role: FileRole;
  readonly observer: string | null;
}

const folderRules: ReadonlyMap<string, FolderRule> = new Map([
  ['images', { role: 'image', observer: null }],
  ['masks', { role: 'annotation', observer: null }],
  ['manual', { role: 'annotation', observer: null }],
  ['manual1', { role: 'annotation', observer: 'manual1' }],
  ['1st_manual', { role: 'annotation', observer: 'manual1' }],
  ['2nd_manual', { role: 'annotation', observer: 'manual2' }],
  ['labels-ah', { role: 'annotation', observer: 'ah' }],
  ['labels-vk', { role: 'annotation', observer: 'vk' }],
  ['mask', { role: 'fov', observer: null }],
  ['fov', { role: 'fov', observer: null }],
] as const);

/** Endings of annotations' names; the second group names the observer. */
const observerSuffixes = [/^(.+)_(1stHO|2ndHO)$/i, /^(im\d+)\.(ah|vk)$/i, /^(.+)_(manual[12])$/i];
const maskSuffix = /^(.+)_(?:mask|fov)$/i;
/** In DRIVE the annotation of "21_training" is "21_manual1". */
const driveImage = /^(\d+)_(?:training|test)$/i;

/** What a file is, by its folder's and its own name; undefined when its extension is not a picture's. */
export function roleOf(file: string): RoledFile | undefined {
  const stem = pictureName.exec(basename(file))?.[1];
  if (stem === undefined) return undefined;
  const parent = dirname(file);
  const parentName = basename(parent).toLowerCase();
  const rule = folderRules.get(parentName);
  const place = rule ? { root: dirname(parent), folder: parentName } : { root: parent, folder: '' };
  return { file, stem, ...place, ...roleByName(stem, rule) };
}

function roleByName(
  stem: string,
  folder: FolderRule | undefined,
): Pick<RoledFile, 'role' | 'observer' | 'key'> {
  for (const suffix of observerSuffixes) {
    const [, base, observer] = suffix.exec(stem) ?? [];
    if (base && observer) return { role: 'annotation', observer, key: pairingKey(base) };
  }
  const base = maskSuffix.exec(stem)?.[1];
  if (base === undefined) return { role: 'image', observer: null, ...folder, key: pairingKey(stem) };
  const { role, observer } =
    folder?.role === 'annotation' ? folder : { role: 'fov' as const, observer: null };
  return { role, observer, key: pairingKey(base) };
}

/** What an image's name without extension has in common with those of its masks. */
function pairingKey(stem: string): string {
  return (driveImage.exec(stem)?.[1] ?? stem).toLowerCase();
}
