import { z } from 'zod';
import { maskColours } from '../viewer/palette.ts';
import { Store } from './store.ts';

export const tools = ['brush', 'eraser', 'line', 'holes', 'specks', 'threshold', 'hand'] as const;
export type ToolName = (typeof tools)[number];

const colourNames = Object.keys(maskColours) as (keyof typeof maskColours)[];

const settingsSchema = z.object({
  tool: z.enum(tools).catch('brush'),
  /** Pixels of the image. */
  diameter: z.int().min(1).max(200).catch(9),
  /** Regions of at most so many pixels. */
  holeSize: z.int().min(1).max(100_000).catch(50),
  speckSize: z.int().min(1).max(100_000).catch(100),
  arrangement: z.enum(['overlay', 'side-by-side']).catch('overlay'),
  /** The opacity of the mask over the photograph, 0..1. */
  opacity: z.number().min(0.05).max(1).catch(0.6),
  colour: z.enum(colourNames).catch('cyan'),
  isMaskShown: z.boolean().catch(true),
  isDifferenceShown: z.boolean().catch(false),
  photograph: z.enum(['colour', 'red-free']).catch('colour'),
  /** 1 leaves the photograph as it is. */
  brightness: z.number().min(0.5).max(3).catch(1),
  contrast: z.number().min(0.5).max(3).catch(1),
});
export type EditorSettings = z.infer<typeof settingsSchema>;

export const largestDiameter = 200;

const key = 'review-settings';

/** How the editor was left the last time. */
export function createSettings(): Store<EditorSettings> {
  const settings = new Store(settingsSchema.parse(readStored()));
  // The mask is always shown at first: one that was hidden would look lost.
  settings.update({ isMaskShown: true });
  settings.subscribe(() => localStorage.setItem(key, JSON.stringify(settings.value)));
  return settings;
}

function readStored(): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') ?? {};
  } catch {
    return {};
  }
}

/** One step along the sizes of a brush: finer for small ones. */
export function nextDiameter(diameter: number, direction: 1 | -1): number {
  const step = Math.max(1, Math.round(diameter * 0.15));
  return Math.max(1, Math.min(largestDiameter, diameter + direction * step));
}
