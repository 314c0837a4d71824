interface NamedImage {
  readonly id: number;
  readonly name: string;
  /** The same name in another data set is another person. */
  readonly sourceLayout?: string;
}

/** "Image_01L", "10_left", "P12-OD": what precedes the eye names the person. */
const eyeSuffix = /^(.*\d)[_-]?(?:l|r|left|right|od|os)$/i;

/**
 * Groups photographs by person, as far as their names tell: image id -> the lowest image id of that person.
 * Data that are split must be split by person, as the two eyes of one person resemble each other.
 */
export function groupByPatient(images: readonly NamedImage[]): Map<number, number> {
  const firstOf = new Map<string, number>();
  const patients = new Map<number, number>();
  for (const image of [...images].sort((a, b) => a.id - b.id)) {
    const person = `${image.sourceLayout ?? ''}/${eyeSuffix.exec(image.name)?.[1] ?? image.name}`;
    const first = firstOf.get(person) ?? image.id;
    firstOf.set(person, first);
    patients.set(image.id, first);
  }
  return patients;
}
