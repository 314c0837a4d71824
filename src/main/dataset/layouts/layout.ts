import { type Diagnosis, diagnoses, type Split } from '../../../shared/domain.ts';

export type FileRole = 'image' | 'annotation' | 'fov';

/** What the files of a folder are, as its name says. */
export interface FolderRule {
  readonly role: FileRole;
  /** Who drew the annotations, as the data set calls them; null where it does not say, and of other files. */
  readonly observer: string | null;
}

export const images: FolderRule = { role: 'image', observer: null };
export const fovs: FolderRule = { role: 'fov', observer: null };
export const drawnBy = (observer: string | null): FolderRule => ({ role: 'annotation', observer });

/** What the path of a picture's file tells. */
export interface RoledFile extends FolderRule {
  readonly file: string;
  /** The folder that holds the data set, or one part of it. */
  readonly root: string;
  /** The folder under `root` that says what its files are, in lower case; empty where none does. */
  readonly folder: string;
  /** The file's name without extension. */
  readonly stem: string;
  /** Equal for an image and the masks of it. */
  readonly key: string;
}

/** What credits a data set. */
export interface Attribution {
  readonly dataset: string;
  readonly citation: string;
  readonly licence: string;
}

/** What is known of a data set before one of its files is read, or of plain folders of pictures. */
export interface Layout {
  /** What projects, reports and model cards call it. */
  readonly name: string;
  /** How its files are called, for the help of the command. */
  readonly example: string;
  /** Those of its folders whose names, in lower case, say what their files are. */
  readonly folders: Readonly<Record<string, FolderRule>>;
  /** The names of annotations that say who drew them, without extension: the image's name, and the observer. */
  readonly annotationName: RegExp | null;
  /** The names of images that have only their first group in common with those of their masks. */
  readonly pairedName: RegExp | null;
  /** Whether an image, with its annotations, is one of the data set's. */
  readonly isImage: (image: RoledFile, annotations: readonly RoledFile[]) => boolean;
  /** The angle of the retina that its camera shows, in degrees; null where it is not known. */
  readonly fieldAngle: number | null;
  /** The class of an image, by its name. */
  readonly diagnosis: (name: string) => Diagnosis | null;
  /**
   * The split that published results use, null where there is none.
   *
   * @param folder the name of the folder that holds the data set, or one part of it: "training"
   */
  readonly split: (name: string, folder: string) => Split | null;
  /** Whose photograph it is, by its name: equal for both eyes of a person. */
  readonly person: (name: string) => string;
  /** `mention` recognises the data set in what a model card says of its training data. */
  readonly attribution: (Attribution & { readonly mention: RegExp }) | null;
}

export const ccBy4 = {
  id: 'CC-BY-4.0',
  name: 'Creative Commons Attribution 4.0 International (CC BY 4.0)',
  url: 'https://creativecommons.org/licenses/by/4.0/',
};

/** Stands for the licence of a data set that is published without one of the common licences. */
export const ownTerms = 'see the terms of the data set';

/** The first number in a name: 1 in "Image_01L". */
export function numberIn(name: string): number {
  return Number.parseInt(/\d+/.exec(name)?.[0] ?? '', 10);
}

/** The class that a name ends with: "01_dr" is one with diabetic retinopathy. */
export function classByEnding(name: string): Diagnosis | null {
  const ending = /_([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  return diagnoses.find((diagnosis) => diagnosis === ending) ?? null;
}

const splitNames: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  val: 'val',
  validation: 'val',
  test: 'test',
};

/** The split that a folder is called after. */
export function splitByFolder(folder: string): Split | null {
  return splitNames[folder.toLowerCase()] ?? null;
}
