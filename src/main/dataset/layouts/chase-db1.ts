import { personByEye } from '../../../shared/assign-splits.ts';
import { type Layout, numberIn, ownTerms } from './layout.ts';

/** Both eyes of fourteen children, all drawn by two observers, in one folder. */
export const chaseDb1: Layout = {
  name: 'CHASE_DB1',
  example: 'Image_01L.jpg  Image_01L_1stHO.png  Image_01L_2ndHO.png',
  folders: {},
  annotationName: /^(.+)_(1stHO|2ndHO)$/i,
  pairedName: null,
  isImage: ({ stem }) => /^image_\d{2}[lr]$/i.test(stem),
  fieldAngle: 30,
  diagnosis: () => null,
  // The first four children train.
  split: (name) => (numberIn(name) <= 4 ? 'train' : 'test'),
  person: personByEye,
  attribution: {
    mention: /chase/i,
    dataset: 'CHASE_DB1',
    citation:
      'Fraz MM, Remagnino P, Hoppe A, Uyyanonvara B, Rudnicka AR, Owen CG, Barman SA. An Ensemble Classification-Based Approach Applied to Retinal Blood Vessel Segmentation. IEEE Transactions on Biomedical Engineering, 2012.',
    // Its page names no licence that could be confirmed.
    licence: ownTerms,
  },
};
