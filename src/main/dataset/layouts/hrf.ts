import { ccBy4, classByEnding, drawnBy, fovs, images, type Layout, numberIn } from './layout.ts';

const imageName = /^(0[1-9]|1[0-5])_(h|dr|g)$/i;

/** Fifteen people in each of three groups: healthy, with diabetic retinopathy, with glaucoma. */
export const hrf: Layout = {
  name: 'HRF',
  example: 'images/01_h.jpg  manual1/01_h.tif  mask/01_h_mask.tif',
  folders: { images, manual1: drawnBy('manual1'), mask: fovs },
  annotationName: null,
  pairedName: null,
  // Its names are short enough for other folders to have them too.
  isImage: ({ stem, folder, file }, annotations) =>
    imageName.test(stem) &&
    folder === 'images' &&
    /\.jpe?g$/i.test(file) &&
    annotations.every((annotation) => annotation.folder === 'manual1'),
  fieldAngle: 60,
  diagnosis: classByEnding,
  // The first five of each group train.
  split: (name) => (numberIn(name) <= 5 ? 'train' : 'test'),
  person: (name) => name,
  attribution: {
    mention: /\bhrf\b/i,
    dataset: 'High-Resolution Fundus (HRF) image database',
    citation:
      'Budai A, Bock R, Maier A, Hornegger J, Michelson G. Robust Vessel Segmentation in Fundus Images. International Journal of Biomedical Imaging, 2013.',
    licence: ccBy4.id,
  },
};
