import { drawnBy, fovs, images, type Layout, ownTerms } from './layout.ts';

/** Twenty photographs to train on and twenty to test, which a second observer drew as well. */
export const drive: Layout = {
  name: 'DRIVE',
  example: 'training/images  training/1st_manual  training/mask, and test/...',
  folders: { images, '1st_manual': drawnBy('manual1'), '2nd_manual': drawnBy('manual2'), mask: fovs },
  annotationName: /^(.+)_(manual[12])$/i,
  // The annotation of "21_training" is "21_manual1".
  pairedName: /^(\d+)_(?:training|test)$/i,
  isImage: ({ stem }) => /^\d{2}_(training|test)$/i.test(stem),
  fieldAngle: 45,
  diagnosis: () => null,
  split: (name) => (/_training$/i.test(name) ? 'train' : 'test'),
  person: (name) => name,
  attribution: {
    mention: /\bdrive\b/i,
    dataset: 'DRIVE',
    citation:
      'Staal J, Abramoff MD, Niemeijer M, Viergever MA, van Ginneken B. Ridge-Based Vessel Segmentation in Color Images of the Retina. IEEE Transactions on Medical Imaging, 2004.',
    licence: ownTerms,
  },
};
