import { type Colour, colours, createPalette, maskColours } from '../../viewer/palette.ts';
import type { EditorSettings } from '../settings.ts';
import type { ViewLook } from './view.ts';

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
export function lookOf(settings: EditorSettings, compares: 'change' | 'reference' | null): ViewLook {
  const { layout, opacity, isMaskShown, brightness, contrast } = settings;
  const mask = maskColours[settings.colour];
  const isPair = compares !== null;
  const pairOn = (own: Colour) =>
    compares === 'change'
      ? { both: own, first: changeColours.added, second: changeColours.removed }
      : { both: colours.agreed, first: colours.onlyMask, second: colours.onlyAnnotation };
  return {
    ...{ layout, isMaskShown },
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
