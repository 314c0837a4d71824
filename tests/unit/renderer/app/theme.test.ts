import { DEFAULT_THEME, mergeMantineTheme } from '@mantine/core';
import { describe, expect, it } from 'vitest';
import { contrast, cssVariablesResolver, readable, theme } from '../../../../src/renderer/app/theme.ts';

const merged = mergeMantineTheme(DEFAULT_THEME, theme);
const resolved = cssVariablesResolver(merged);
const variables: Record<string, string> = { ...resolved.variables };
const light: Record<string, string> = { ...resolved.light };
const dark: Record<string, string> = { ...resolved.dark };
const used = ['teal', 'red', 'yellow', 'orange', 'green', 'blue', 'indigo', 'grape', 'gray'] as const;
const aa = 4.5;

/** The colour that a variable stands for in the end. */
function colourOf(name: string, scheme: Record<string, string>): string {
  const value = scheme[name] ?? variables[name];
  if (value === undefined) throw new Error(`There is no ${name}`);
  const reference = /^var\((--[^)]+)\)$/.exec(value);
  return reference ? colourOf(reference[1]!, scheme) : value;
}

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('%s scheme', (_name, scheme) => {
  const colour = (name: string) => colourOf(`--mantine-color-${name}`, scheme);

  it.each(['text', 'dimmed', 'placeholder', 'error', 'success', 'anchor'])(
    'has readable %s on the page',
    (name) => {
      expect(contrast(colour(name), colour('body'))).toBeGreaterThanOrEqual(aa);
    },
  );

  it.each(used)('has readable %s text on the page, on hovered rows and in badges', (name) => {
    for (const ground of ['body', 'default-hover']) {
      expect(contrast(colour(`${name}-text`), colour(ground))).toBeGreaterThanOrEqual(aa);
    }
    expect(contrast(colour(`${name}-light-color`), colour(`${name}-light`))).toBeGreaterThanOrEqual(aa);
  });

  it('has readable white text on the filled accent', () => {
    expect(contrast('#ffffff', colour('teal-filled'))).toBeGreaterThanOrEqual(aa);
  });
});

describe('contrast', () => {
  it('is 21 between black and white, 1 between equals', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#0f766e', '#0f766e')).toBe(1);
  });

  it('is the published one of a known pair', () => {
    // #767676 is the lightest grey that WCAG allows on white.
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });
});

describe('readable', () => {
  it('keeps a colour that can be read', () => {
    expect(readable('#000000', '#ffffff')).toBe('#000000');
  });

  it('moves one that cannot away from the ground', () => {
    expect(contrast(readable('#ffe066', '#ffffff'), '#ffffff')).toBeGreaterThanOrEqual(aa);
    expect(contrast(readable('#343a40', '#1f1f1f'), '#1f1f1f')).toBeGreaterThanOrEqual(aa);
  });
});
