import { lookOf } from './canvas/look.ts';
import type { Photograph } from './canvas/photograph.ts';
import type { EditorView } from './canvas/view.ts';
import type { Pyramid } from './mask/pyramid.ts';
import type { MaskDocument } from './session/mask-document.ts';
import type { EditorSettings } from './settings.ts';

/** Brings onto the view what the settings ask for. */
export class Display {
  readonly #view: EditorView;
  readonly #photo: Photograph;
  readonly #document: MaskDocument;
  #photograph: EditorSettings['photograph'] | null = null;

  constructor(view: EditorView, photo: Photograph, document: MaskDocument) {
    this.#view = view;
    this.#photo = photo;
    this.#document = document;
  }

  /** @param before the mask before a change that is only shown; else the mask is shown against its reference */
  show(settings: EditorSettings, before: Pyramid | null): void {
    const reference = settings.isDifferenceShown ? this.#document.reference : null;
    this.#view.setLook(lookOf(settings, before ? 'change' : reference && 'reference'));
    this.#view.setLayers({ mask: this.#document.pyramid, reference: before ?? reference });
    this.#view.setOverlay({ diameter: settings.diameter, erases: settings.tool === 'eraser' });
    if (settings.photograph !== this.#photograph) void this.#showPhoto(settings.photograph);
  }

  async #showPhoto(kind: EditorSettings['photograph']): Promise<void> {
    this.#photograph = kind;
    const levels = kind === 'red-free' ? await this.#photo.redFree : this.#photo.levels;
    if (this.#photograph === kind) this.#view.setPhoto(levels);
  }
}
