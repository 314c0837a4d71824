import { wholeOf } from '../../viewer/raster.ts';
import { type Cleaning, clean, countRegions, findHoles, findSpecks } from '../mask/clean.ts';
import type { Pyramid } from '../mask/pyramid.ts';
import type { EditSession } from '../session/edit-session.ts';

export interface CleanPreview {
  readonly count: number;
  readonly pixels: number;
}

/** Shows what filling holes or removing specks up to a size would change, until it is applied. */
export class CleanTool {
  /** The mask before, to show the change against. */
  readonly before: Pyramid;
  readonly #session: EditSession;
  readonly #kind: 'holes' | 'specks';
  readonly #cleaning: Cleaning;

  constructor(session: EditSession, kind: 'holes' | 'specks') {
    session.document.revert();
    this.#session = session;
    this.#kind = kind;
    this.before = session.document.completePyramid();
    this.#cleaning = (kind === 'holes' ? findHoles : findSpecks)(session.document.mask);
  }

  preview(size: number): CleanPreview {
    const { document } = this.#session;
    document.revert();
    const preview = countRegions(this.#cleaning, size);
    if (preview.count > 0) {
      clean(document.mask, this.#cleaning, size);
      document.touched(wholeOf(document.mask));
    }
    return preview;
  }

  /** @returns whether anything changed */
  apply(): boolean {
    return this.#session.commit(this.#kind === 'holes' ? 'fill holes' : 'remove specks');
  }

  cancel(): void {
    this.#session.document.revert();
  }
}
