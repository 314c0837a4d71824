import { drawnBy, type Layout, ownTerms, splitByFolder } from './layout.ts';

/** Twenty photographs, drawn by the observers AH and VK, whose files are published compressed. */
export const stare: Layout = {
  name: 'STARE',
  example: 'im0001.ppm  im0001.ah.ppm  im0001.vk.ppm, also in labels-ah and labels-vk',
  folders: { 'labels-ah': drawnBy('ah'), 'labels-vk': drawnBy('vk') },
  annotationName: /^(im\d+)\.(ah|vk)$/i,
  pairedName: null,
  isImage: ({ stem }) => /^im\d{4}$/i.test(stem),
  fieldAngle: 35,
  diagnosis: () => null,
  split: (_, folder) => splitByFolder(folder),
  person: (name) => name,
  attribution: {
    mention: /\bstare\b/i,
    dataset: 'STARE',
    citation:
      'Hoover A, Kouznetsova V, Goldbaum M. Locating Blood Vessels in Retinal Images by Piecewise Threshold Probing of a Matched Filter Response. IEEE Transactions on Medical Imaging, 2000.',
    licence: ownTerms,
  },
};
