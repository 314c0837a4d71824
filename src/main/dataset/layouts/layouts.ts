import { chaseDb1 } from './chase-db1.ts';
import { drive } from './drive.ts';
import { hrf } from './hrf.ts';
import type { Layout } from './layout.ts';
import { plain } from './plain.ts';
import { stare } from './stare.ts';

/** The layouts that are recognised; an image is of the first one that takes it for its own, and plain takes all. */
export const layouts: readonly Layout[] = [hrf, chaseDb1, drive, stare, plain];

/** Whose photograph it is, as far as names tell; the same name in another data set is another person. */
export function personOf({
  sourceLayout,
  name,
}: {
  readonly sourceLayout: string;
  readonly name: string;
}): string {
  const layout = layouts.find((layout) => layout.name === sourceLayout) ?? plain;
  return `${sourceLayout}/${layout.person(name)}`;
}
