const meanings: Readonly<Record<string, string>> = {
  EXIF: 'camera, time and settings, at times the patient’s number',
  GPS: 'the place where it was taken',
  XMP: 'the editing history and names',
  IPTC: 'captions, authors, keywords',
  'ICC profile': 'the colour profile of the device',
  comment: 'free text',
  text: 'free text',
  thumbnail: 'a small copy of the picture, at times uncropped',
  other: 'data of the maker of the camera',
};

/** What a kind of metadata may give away, in plain words. */
export const meaningOf = (kind: string): string => meanings[kind] ?? 'data beside the picture';
