import { formatOf } from './containers/format.ts';
import { latin1 } from './containers/inspection.ts';
import { readPngChunks } from './containers/png.ts';

/** The text "Title" (PNG specification, 11.3.3.2) of every synthetic image: what marks it wherever it goes. */
export const syntheticTitle = 'Synthetic fundus photograph';

/** Whether a file says of itself that it is a synthetic image. */
export function isMarkedSynthetic(bytes: Uint8Array): boolean {
  if (formatOf(bytes) !== 'png') return false;
  return readPngChunks(bytes).some(
    ({ type, data }) => type === 'tEXt' && latin1(data) === `Title\0${syntheticTitle}`,
  );
}
