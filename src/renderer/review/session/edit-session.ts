import type { Draft, ReviewDetail } from '../../../shared/api/review.ts';
import { type Raster, type Rectangle, wholeOf } from '../../viewer/raster.ts';
import type { Difference } from '../mask/difference.ts';
import { applyPatch, type Patch } from '../mask/patch.ts';
import { Store } from '../store.ts';
import { MaskDocument } from './mask-document.ts';
import { getEditBits, getMask, postEdit, postVersion, putCursor } from './requests.ts';
import type { SendQueue } from './send-queue.ts';

interface Edit {
  readonly label: string;
  readonly patch: Patch;
}

export interface SessionState {
  /** In order; those from `cursor` on are undone. */
  readonly edits: readonly Edit[];
  readonly cursor: number;
  /** Whether the state differs from that of the last version. */
  readonly isChanged: boolean;
  /** The stored mask that the difference is to; null where there is none. */
  readonly referenceId: number | null;
  readonly difference: Difference | null;
}

/** What a session begins with. `edits` and `cursor` are those of the draft. */
export interface SessionParts {
  readonly detail: ReviewDetail;
  readonly baseMaskId: number;
  /** The base mask with the edits before the cursor applied. */
  readonly mask: Raster;
  readonly fov: Raster;
  readonly probability: Raster | null;
  readonly annotation: Raster | null;
  readonly edits: readonly Edit[];
  readonly cursor: number;
}

type PixelsListener = (rectangle: Rectangle, inputTime?: number) => void;

/** The editing of one image's mask: its pixels, its history, and their way to the service. */
export class EditSession {
  readonly imageId: number;
  readonly baseMaskId: number;
  readonly fov: Raster;
  readonly probability: Raster | null;
  readonly document: MaskDocument;
  readonly state: Store<SessionState>;
  readonly #queue: SendQueue;
  readonly #listeners = new Set<PixelsListener>();

  constructor(
    { detail, baseMaskId, mask, fov, probability, annotation, edits, cursor }: SessionParts,
    queue: SendQueue,
  ) {
    this.imageId = detail.image.id;
    this.baseMaskId = baseMaskId;
    this.fov = fov;
    this.probability = probability;
    this.#queue = queue;
    this.document = new MaskDocument(mask, fov, (rectangle, inputTime) => {
      for (const listener of this.#listeners) listener(rectangle, inputTime);
    });
    const isChanged = edits.length > 0 && detail.draft?.savedMaskId === null;
    this.document.setReference(annotation);
    const referenceId = annotation && (detail.annotation?.id ?? null);
    this.state = new Store({ edits, cursor, isChanged, referenceId, difference: this.document.difference });
  }

  /** @returns what ends it */
  onPixels(listener: PixelsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Completes the change in progress as one edit. @returns whether it changed anything */
  commit(label: string): boolean {
    const patch = this.document.complete();
    if (!patch) return false;
    const { edits, cursor } = this.state.value;
    const { imageId, baseMaskId } = this;
    this.#queue.add({
      ...{ imageId, kind: 'edit' },
      send: () => postEdit(imageId, { baseMaskId, position: cursor, label, patch }),
    });
    this.#changed([...edits.slice(0, cursor), { label, patch }], cursor + 1);
    return true;
  }

  /** Replaces the whole mask, as one edit. */
  replace(mask: Raster, label: string): boolean {
    this.document.revert();
    this.document.mask.data.set(mask.data);
    this.document.touched(wholeOf(mask));
    return this.commit(label);
  }

  undo(): void {
    this.jumpTo(this.state.value.cursor - 1);
  }

  redo(): void {
    this.jumpTo(this.state.value.cursor + 1);
  }

  /** Undoes or redoes to where so many edits count. A change in progress is taken back. */
  jumpTo(target: number): void {
    const { edits, cursor } = this.state.value;
    if (target < 0 || target > edits.length || target === cursor) return;
    for (let at = cursor; at > target; at--) this.document.apply(edits[at - 1]!.patch);
    for (let at = cursor; at < target; at++) this.document.apply(edits[at]!.patch);
    const { imageId } = this;
    this.#queue.add({ imageId, kind: 'cursor', send: () => putCursor(imageId, target) });
    this.#changed(edits, target);
  }

  /** Saves the state as a version, unless it is one. */
  saveVersion(): void {
    if (!this.state.value.isChanged) return;
    const { imageId } = this;
    this.#queue.add({ imageId, kind: 'version', send: () => postVersion(imageId) });
    this.state.update({ isChanged: false });
  }

  /** Compares with another stored mask from now on. */
  setReference(referenceId: number, mask: Raster): void {
    this.document.setReference(mask);
    this.state.update({ referenceId, difference: this.document.difference });
  }

  /** Counts the differences anew while a change is in progress. */
  refreshDifference(): void {
    this.state.update({ difference: this.document.difference });
  }

  #changed(edits: readonly Edit[], cursor: number): void {
    this.state.update({ edits, cursor, isChanged: true, difference: this.document.difference });
  }
}

/** At once; a browser allows six to a host. */
const concurrentReads = 6;

/**
 * An image's mask as it was left: its base with the draft's edits, null when there is none.
 * @throws ServiceError
 */
export async function loadMask(
  { image, mask, draft }: ReviewDetail,
  signal: AbortSignal,
): Promise<Pick<SessionParts, 'baseMaskId' | 'mask' | 'edits' | 'cursor'> | null> {
  const baseMaskId = draft?.baseMaskId ?? mask?.id;
  if (baseMaskId === undefined) return null;
  const [base, edits] = await Promise.all([
    getMask(baseMaskId, image, signal),
    draft ? loadEdits(image.id, draft, signal) : [],
  ]);
  const cursor = draft?.cursor ?? 0;
  for (const { patch } of edits.slice(0, cursor)) applyPatch(base, patch);
  return { baseMaskId, mask: base, edits, cursor };
}

async function loadEdits(imageId: number, { edits }: Draft, signal: AbortSignal): Promise<Edit[]> {
  const loaded: Edit[] = [];
  const rest = edits.values();
  const worker = async () => {
    for (const { position, label, left, top, width, height } of rest) {
      const bits = await getEditBits(imageId, position, signal);
      loaded[position] = { label, patch: { rectangle: { left, top, width, height }, bits } };
    }
  };
  await Promise.all(Array.from({ length: concurrentReads }, worker));
  return loaded;
}
