/** The formats of pictures that are read, and the extensions of their files. */
export const pictureFormats = {
  JPEG: ['jpg', 'jpeg'],
  PNG: ['png'],
  TIFF: ['tif', 'tiff'],
  WebP: ['webp'],
  GIF: ['gif'],
  PPM: ['ppm'],
  PGM: ['pgm'],
  PBM: ['pbm'],
  /** Any of the three above. */
  PNM: ['pnm'],
} as const;

export type PictureExtension = (typeof pictureFormats)[keyof typeof pictureFormats][number];

export const pictureExtensions: readonly PictureExtension[] = Object.values(pictureFormats).flat();

/** Follows the extension of a picture that gzip has compressed, as STARE's are published: "im0001.ppm.gz". */
export const compressedExtension = 'gz';

/** "JPEG, PNG, ...", for a person. */
export const pictureFormatNames = Object.keys(pictureFormats).join(', ');

/** A name with the extension of a picture that is read; its first group is the rest of the name. */
export const pictureName = new RegExp(
  `^(.+)\\.(${pictureExtensions.join('|')})(\\.${compressedExtension})?$`,
  'i',
);
