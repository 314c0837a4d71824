import { basename } from 'node:path';
import { type Diagnosis, diagnoses, type Split } from '../../shared/domain.ts';
import { compareObservers } from './annotation.ts';
import { type RoledFile, roleOf } from './import/file-roles.ts';
import { type LayoutName, publishedSplit } from './splits.ts';

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
  readonly layout: LayoutName;
  /** Of the camera, in degrees. */
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

const fieldAngles: Record<LayoutName, number | null> = {
  HRF: 60,
  CHASE_DB1: 30,
  DRIVE: 45,
  STARE: 35,
  plain: null,
};

const namePatterns: ReadonlyArray<readonly [LayoutName, RegExp]> = [
  ['CHASE_DB1', /^image_\d{2}[lr]$/i],
  ['DRIVE', /^\d{2}_(training|test)$/i],
  ['STARE', /^im\d{4}$/i],
];

/**
 * Recognises how a data set is laid out and pairs images with annotations and FOV masks by their names. Nothing is
 * read: a path's last folder and the file's name decide.
 *
 * | layout | images | annotations | fields of view |
 * | --- | --- | --- | --- |
 * | HRF | `images/01_h.jpg` | `manual1/01_h.tif` | `mask/01_h_mask.tif` |
 * | CHASE_DB1 | `Image_01L.jpg` | `Image_01L_1stHO.png`, `_2ndHO` | |
 * | DRIVE | `training/images/21_training.tif` | `training/1st_manual/21_manual1.gif` | `training/mask/21_training_mask.gif` |
 * | STARE | `im0001.ppm` | `im0001.ah.ppm`, `.vk.ppm`, also in `labels-ah/`, `labels-vk/` | |
 * | plain | `images/NAME`, or a folder of images | `masks/NAME` | `mask/NAME`, `fov/NAME`, `NAME_mask`, `NAME_fov` |
 *
 * @param files paths in any order
 */
export function recogniseLayout(files: readonly string[]): ImportPlan {
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
  const layout = layoutOf(image, annotations);
  return {
    file: image.file,
    name: image.stem,
    layout,
    fieldAngle: fieldAngles[layout],
    diagnosis: diagnosisOf(image.stem),
    split: publishedSplit(layout, image.stem, basename(image.root)),
    annotations: annotations.map(({ file, observer }) => ({ file, observer })),
    fov: fov ? { file: fov.file, observer: null } : null,
  };
}

const hrfImage = /^(0[1-9]|1[0-5])_(h|dr|g)$/i;

function layoutOf({ stem, folder, file }: RoledFile, annotations: readonly RoledFile[]): LayoutName {
  const foreign = annotations.some((annotation) => annotation.folder !== 'manual1');
  if (hrfImage.test(stem) && folder === 'images' && /\.jpe?g$/i.test(file) && !foreign) return 'HRF';
  return namePatterns.find(([, pattern]) => pattern.test(stem))?.[0] ?? 'plain';
}

/** The group that a name ends with: "01_dr" is one with diabetic retinopathy. */
function diagnosisOf(stem: string): Diagnosis | null {
  const suffix = /_([a-z]+)$/i.exec(stem)?.[1]?.toLowerCase();
  return diagnoses.find((diagnosis) => diagnosis === suffix) ?? null;
}
