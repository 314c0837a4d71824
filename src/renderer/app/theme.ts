import {
  type CSSVariablesResolver,
  createTheme,
  darken,
  defaultCssVariablesResolver,
  lighten,
  luminance,
  type MantineColorsTuple,
  toRgba,
} from '@mantine/core';

/** Shade 7 on white, and white on it, has a contrast of 5.5. */
const teal: MantineColorsTuple = [
  '#e8f6f4',
  '#d0ebe8',
  '#a3d8d2',
  '#72c3bb',
  '#4cb1a8',
  '#2c9d94',
  '#158a81',
  '#0f766e',
  '#0d645e',
  '#0a4e49',
];

export const theme = createTheme({
  colors: { teal },
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  // The luminance at which black and white text stand out equally (WCAG 2: both 4.58).
  luminanceThreshold: 0.179,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  headings: { fontWeight: '600' },
  components: {
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Modal: {
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.4 } },
      styles: { title: { fontWeight: 600 } },
    },
    Notification: { styles: { description: { color: 'var(--mantine-color-dimmed)' } } },
    // Of dialogs and notifications too.
    CloseButton: { defaultProps: { 'aria-label': 'Close' } },
    ScrollArea: { defaultProps: { type: 'auto' } },
  },
});

/** Mantine's variables, with the texts that cannot be read well enough made darker (light scheme) or lighter (dark). */
export const cssVariablesResolver: CSSVariablesResolver = (resolved) => {
  const { variables, light, dark } = defaultCssVariablesResolver(resolved);
  Object.assign(light, {
    '--mantine-color-dimmed': '#5c636a',
    '--mantine-color-placeholder': '#687078',
    '--mantine-color-error': resolved.colors.red[9],
    '--mantine-color-success': resolved.colors.teal[7],
  });
  Object.assign(dark, {
    '--mantine-color-dimmed': '#a6adb4',
    '--mantine-color-placeholder': '#959ca3',
    '--mantine-color-error': resolved.colors.red[4],
    '--mantine-color-success': resolved.colors.teal[3],
  });
  for (const [name, shades] of Object.entries(resolved.colors)) {
    if (name === 'dark') continue;
    // On a page, on hovered rows of it and on the tint of "light" badges, which is the darkest of these.
    const text = readable(shades[8]!, shades[1]!);
    light[`--mantine-color-${name}-light-color`] = text;
    light[`--mantine-color-${name}-text`] = text;
    const ground = tint(shades[6]!, resolved.colors.dark[7], 0.2);
    dark[`--mantine-color-${name}-light`] = ground;
    dark[`--mantine-color-${name}-light-hover`] = tint(shades[6]!, resolved.colors.dark[7], 0.28);
    dark[`--mantine-color-${name}-light-color`] = readable(shades[3]!, ground);
    dark[`--mantine-color-${name}-text`] = readable(shades[4]!, resolved.colors.dark[5]);
  }
  return { variables, light, dark };
};

/** WCAG 2 contrast ratio of two opaque colours, 1..21. */
export function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** The contrast that text at its normal size needs (WCAG 2.2, 1.4.3). */
const readableContrast = 4.5;
const step = 0.05;

/** The colour, moved towards black on a light ground and white on a dark one until text in it can be read. */
export function readable(colour: string, ground: string): string {
  const move = luminance(ground) > 0.179 ? darken : lighten;
  let amount = 0;
  let result = colour;
  while (contrast(result, ground) < readableContrast && amount < 1) {
    amount += step;
    result = move(colour, Math.min(amount, 1));
  }
  return result;
}

/** The colour laid over the ground. @param share of the colour, 0..1 */
function tint(colour: string, ground: string, share: number): string {
  const [over, under] = [toRgba(colour), toRgba(ground)];
  const mixed = (['r', 'g', 'b'] as const).map((channel) =>
    Math.round(share * over[channel] + (1 - share) * under[channel]),
  );
  return `rgb(${mixed.join(', ')})`;
}
