import { describe, expect, it } from 'vitest';
import { keyLabels, matchesKeys, parseKeys } from '../../../../src/renderer/ui/shortcuts.ts';

const press = (key: string, modifiers: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});
const matches = (keys: string, event: ReturnType<typeof press>, isMac = false) =>
  matchesKeys(event, parseKeys(keys), isMac);

describe('matchesKeys', () => {
  it('takes Control for mod, and Command on a Mac', () => {
    expect(matches('mod+K', press('k', { ctrlKey: true }))).toBe(true);
    expect(matches('mod+K', press('k', { metaKey: true }))).toBe(false);
    expect(matches('mod+K', press('k', { metaKey: true }), true)).toBe(true);
    expect(matches('mod+K', press('k', { ctrlKey: true }), true)).toBe(false);
  });

  it('wants exactly the modifiers named', () => {
    expect(matches('mod+shift+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(true);
    expect(matches('mod+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matches('A', press('a', { altKey: true }))).toBe(false);
    expect(matches('A', press('a', { ctrlKey: true }))).toBe(false);
    expect(matches('A', press('a'))).toBe(true);
  });

  it('leaves Shift to the keyboard where the key is a sign', () => {
    expect(matches('?', press('?', { shiftKey: true }))).toBe(true);
    expect(matches('?', press('?'))).toBe(true);
    expect(matches('mod++', press('+', { ctrlKey: true, shiftKey: true }))).toBe(true);
    expect(matches('+', press('+'))).toBe(true);
  });

  it('knows alternatives and keys by their short names', () => {
    expect(matches('left, J', press('ArrowLeft'))).toBe(true);
    expect(matches('left, J', press('j'))).toBe(true);
    expect(matches('space', press(' '))).toBe(true);
    expect(matches('Esc', press('Escape'))).toBe(true);
    expect(matches('F1', press('F1'))).toBe(true);
    expect(matches('F1', press('F'))).toBe(false);
  });

  it('takes the comma as a key of its own', () => {
    expect(matches(',', press(','))).toBe(true);
  });
});

describe('keyLabels', () => {
  const labels = (keys: string, isMac = false) => keyLabels(parseKeys(keys)[0]!, isMac);

  it('names keys as they are printed', () => {
    expect(labels('mod+shift+z')).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(labels('mod+shift+z', true)).toEqual(['⌘', '⇧', 'Z']);
    expect(labels('ArrowLeft')).toEqual(['←']);
    expect(labels('space')).toEqual(['Space']);
    expect(labels('PageDown')).toEqual(['Page Down']);
    expect(labels('f1')).toEqual(['F1']);
  });
});
