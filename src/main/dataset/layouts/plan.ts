import { basename, dirname } from 'node:path';
import type { Diagnosis, Split } from '../../../shared/domain.ts';
import { pictureName } from '../../../shared/picture-files.ts';
import { compareObservers } from '../stored-images.ts';
import { type FolderRule, fovs, images, type Layout, type RoledFile } from './layout.ts';
import { layouts } from './layouts.ts';

/** An annotation or FOV mask. */
export interface PlannedMask {
  readonly file: string;
  /** Who drew it, as the data set calls them: "1stHO"; null where it does not say, and of a FOV. */
  readonly observer: string | null;
}

export interface PlannedImage {
  readonly file: string;
  /** The file's name without extension: "01_h". */
  readonly name: string;
  /** The name of its layout: "HRF". */
  readonly layout: string;
  /** The camera's, in degrees. */
  readonly fieldAngle: number | null;
  readonly diagnosis: Diagnosis | null;
  readonly split: Split | null;
  /** First the one that training and evaluation use, then those of other observers. */
  readonly annotations: readonly PlannedMask[];
  readonly fov: PlannedMask | null;
}

/** A mask whose image is not among the files; it may be in the project. */
export interface UnpairedMask extends PlannedMask {
  readonly role: 'annotation' | 'fov';
  /** The pairing key of its image. */
  readonly key: string;
}

export interface LeftOut {
  readonly file: string;
  readonly reason: string;
}

/** What an import will do, as far as the files' names tell. */
export interface ImportPlan {
  readonly images: readonly PlannedImage[];
  readonly unpairedMasks: readonly UnpairedMask[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Plans an import: recognises the layout of each image's data set, and pairs images with annotations and FOV masks
 * by their names. Nothing is read: a path's last folder and the file's name decide.
 *
 * @param files paths in any order
 */
export function planImport(files: readonly string[]): ImportPlan {
  const sorted = [...new Set(files)].sort(byPath.compare);
  const roled = sorted.map(roleOf).filter((file) => file !== undefined);
  const groups = Map.groupBy(roled, ({ root, key }) => `${root}\0${key}`);
  const plans = [...groups.values()].map(planGroup);
  const known = new Set(roled.map(({ file }) => file));
  const others = sorted.filter((file) => !known.has(file));
  return {
    images: plans.flatMap(({ images }) => images).sort((a, b) => byPath.compare(a.file, b.file)),
    unpairedMasks: plans.flatMap(({ unpairedMasks }) => unpairedMasks),
    leftOut: [
      ...others.map((file) => ({ file, reason: 'not a picture by its extension' })),
      ...plans.flatMap(({ leftOut }) => leftOut),
    ],
  };
}

const byPath = new Intl.Collator('en', { numeric: true });

/** Plans an image and its masks; of several images with one name, the first has the masks. */
function planGroup(files: readonly RoledFile[]): ImportPlan {
  const [image, ...otherImages] = files.filter(({ role }) => role === 'image');
  const drawn = files
    .filter(({ role }) => role === 'annotation')
    .sort((a, b) => compareObservers(a.observer, b.observer));
  const annotations = drawn.filter(
    ({ observer }, i) => drawn.findIndex((other) => other.observer === observer) === i,
  );
  const [fov, ...otherFovs] = files.filter(({ role }) => role === 'fov');
  const surplus = [...drawn.filter((file) => !annotations.includes(file)), ...otherFovs];
  const leftOut = surplus.map(({ file, key }) => ({
    file,
    reason: `another file is this mask of "${key}" already`,
  }));
  if (!image)
    return { images: [], unpairedMasks: [...annotations, ...(fov ? [fov] : [])].map(unpaired), leftOut };
  const images = [
    planImage(image, annotations, fov),
    ...otherImages.map((other) => planImage(other, [], undefined)),
  ];
  return { images, unpairedMasks: [], leftOut };
}

function unpaired({ file, role, observer, key }: RoledFile): UnpairedMask {
  return { file, observer, key, role: role === 'fov' ? 'fov' : 'annotation' };
}

function planImage(
  image: RoledFile,
  annotations: readonly RoledFile[],
  fov: RoledFile | undefined,
): PlannedImage {
  const { file, stem: name, root } = image;
  const layout = layoutOf(image, annotations);
  return {
    ...{ file, name, layout: layout.name, fieldAngle: layout.fieldAngle },
    diagnosis: layout.diagnosis(name),
    split: layout.split(name, basename(root)),
    annotations: annotations.map(({ file, observer }) => ({ file, observer })),
    fov: fov ? { file: fov.file, observer: null } : null,
  };
}

function layoutOf(image: RoledFile, annotations: readonly RoledFile[]): Layout {
  return layouts.find((layout) => layout.isImage(image, annotations))!; // Plain takes all.
}

const folderRules = new Map(layouts.flatMap(({ folders }) => Object.entries(folders)));
const annotationNames = layouts.flatMap(({ annotationName }) => annotationName ?? []);
const pairedNames = layouts.flatMap(({ pairedName }) => pairedName ?? []);
const maskName = /^(.+)_(?:mask|fov)$/i;

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

function roleByName(stem: string, folder: FolderRule = images): FolderRule & Pick<RoledFile, 'key'> {
  for (const name of annotationNames) {
    const [, image, observer] = name.exec(stem) ?? [];
    if (image && observer) return { role: 'annotation', observer, key: pairingKey(image) };
  }
  const image = maskName.exec(stem)?.[1];
  if (image === undefined) return { ...folder, key: pairingKey(stem) };
  return { ...(folder.role === 'annotation' ? folder : fovs), key: pairingKey(image) };
}

/** What an image's name without extension has in common with those of its masks. */
function pairingKey(stem: string): string {
  const [shared] = pairedNames.flatMap((name) => name.exec(stem)?.[1] ?? []);
  return (shared ?? stem).toLowerCase();
}
