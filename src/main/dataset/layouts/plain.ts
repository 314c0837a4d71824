import { personByEye } from '../../../shared/assign-splits.ts';
import { classByEnding, drawnBy, fovs, images, type Layout, splitByFolder } from './layout.ts';

/** A person's own photographs, with or without masks of the same names. */
export const plain: Layout = {
  name: 'plain',
  example: 'images/NAME.png  masks/NAME.png  fov/NAME.png, or a folder of images alone',
  folders: { images, masks: drawnBy(null), manual: drawnBy(null), mask: fovs, fov: fovs },
  annotationName: null,
  pairedName: null,
  isImage: () => true,
  fieldAngle: null,
  diagnosis: classByEnding,
  split: (_, folder) => splitByFolder(folder),
  person: personByEye,
  attribution: null,
};
