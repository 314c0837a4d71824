import { type Colour, colours, createPalette, maskColours } from '../viewer/palette.ts';
import type { Photograph } from './canvas/photograph.ts';
import type { EditorView, ViewLook } from './canvas/view.ts';
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
    const pyramid = kind === 'red-free' ? await this.#photo.redFree : this.#photo.pyramid;
    if (this.#photograph === kind) this.#view.setPhoto(pyramid);
  }
}

/** What is about to change, against the mask as it is. */
const changeColours = {
  added: [255, 214, 0],
  removed: [255, 60, 220],
} as const satisfies Record<string, Colour>;

const black: Colour = [11, 12, 13];
const white: Colour = [245, 245, 245];

/** Colours that mean something stay themselves over an orange photograph. */
const clearer = (opacity: number) => 1 - (1 - opacity) * 0.3;

/** @param compares what two masks are shown for: a change to come, or the difference to the annotation */
function lookOf(settings: EditorSettings, compares: 'change' | 'reference' | null): ViewLook {
  const { arrangement, opacity, isMaskShown, brightness, contrast } = settings;
  const mask = maskColours[settings.colour];
  const isPair = compares !== null;
  const pairOn = (own: Colour) =>
    compares === 'change'
      ? { both: own, first: changeColours.added, second: changeColours.removed }
      : { both: colours.agreed, first: colours.onlyMask, second: colours.onlyAnnotation };
  return {
    ...{ arrangement, isMaskShown },
    tint: createPalette({
      mask,
      ...pairOn(mask),
      opacity: isPair ? clearer(opacity) : opacity,
      background: null,
    }),
    plain: createPalette({ mask: white, ...pairOn(white), opacity: 1, background: black }),
    filter: brightness === 1 && contrast === 1 ? '' : `brightness(${brightness}) contrast(${contrast})`,
  };
}
