import { useEffect } from 'react';
import { Registry, useRegistered } from './registry.ts';

export interface Shortcut {
  readonly keys: string;
  readonly description: string;
  /** Heading in the list of shortcuts; by default the screen's. */
  readonly group: string;
  readonly handler: (event: KeyboardEvent) => void;
  /** Also while the user types, and while a dialog is open. */
  readonly inFields: boolean;
  /** While a dialog is open, and only then. */
  readonly inDialog: boolean;
}

export const shortcuts = new Registry<Shortcut>();

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/**
 * Calls the handler when the keys are pressed, and lists them in the shortcuts' help. Of several with the same keys
 * the one mounted last wins. Not while the user types, nor while a dialog is open, unless asked for; Space, Enter
 * and arrows not where the focused control uses them itself.
 * @param keys "mod+shift+Z", "ArrowLeft", "?"; alternatives separated by ", "
 */
export function useShortcut(
  keys: string,
  handler: (event: KeyboardEvent) => void,
  description: string,
  { group = 'This screen', isDisabled = false, inFields = false, inDialog = false }: ShortcutOptions = {},
): void {
  useRegistered(shortcuts, isDisabled ? [] : [{ keys, handler, description, group, inFields, inDialog }]);
}

export interface ShortcutOptions {
  group?: string;
  isDisabled?: boolean;
  inFields?: boolean;
  inDialog?: boolean;
}

/** Listens for all of them; once, in the frame. */
export function useShortcutDispatch(): void {
  useEffect(() => {
    window.addEventListener('keydown', dispatch);
    return () => window.removeEventListener('keydown', dispatch);
  }, []);
}

function dispatch(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const isDialogOpen = document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
  const shortcut = shortcuts
    .all()
    .findLast(
      ({ keys, inFields, inDialog }) =>
        (inFields || inDialog === isDialogOpen) && matchesKeys(event, parseKeys(keys), isMac),
    );
  if (!shortcut || belongsToFocus(event, shortcut)) return;
  event.preventDefault();
  shortcut.handler(event);
}

const textFields =
  'textarea, select, [contenteditable="true"], input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"])';
const pressable = 'button, a[href], summary, input, [role="button"], [role="option"], [role="menuitem"]';
const arrowed =
  'input, [role="slider"], [role="tab"], [role="radio"], [role="option"], [role="menuitem"], [role="separator"]';

function belongsToFocus({ target, key }: KeyboardEvent, { inFields }: Shortcut): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(textFields)) return !inFields;
  if (key === ' ' || key === 'Enter') return target.closest(pressable) !== null;
  return key.startsWith('Arrow') && target.closest(arrowed) !== null;
}

/** A key with its modifiers, as "mod+shift+Z", "ArrowLeft", "?". `mod` is Command on a Mac, Control elsewhere. */
export interface KeyCombination {
  readonly key: string;
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

const names: Readonly<Record<string, string>> = {
  space: ' ',
  esc: 'escape',
  del: 'delete',
  left: 'arrowleft',
  right: 'arrowright',
  up: 'arrowup',
  down: 'arrowdown',
};

/** Several alternatives are separated by ", ". */
export function parseKeys(keys: string): readonly KeyCombination[] {
  return keys.split(', ').map((alternative) => {
    const parts = alternative.split(/(?<!^|\+)\+/).map((part) => part.toLowerCase());
    const key = parts.at(-1)!;
    const has = (modifier: string) => parts.slice(0, -1).includes(modifier);
    return { key: names[key] ?? key, mod: has('mod'), shift: has('shift'), alt: has('alt') };
  });
}

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

export function matchesKeys(
  event: KeyPress,
  combinations: readonly KeyCombination[],
  isMac: boolean,
): boolean {
  const pressed = event.key.toLowerCase();
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const other = isMac ? event.ctrlKey : event.metaKey;
  return combinations.some(({ key, ...wanted }) => {
    // "?" or "+" need Shift on some keyboards and not on others.
    const isSymbol = /^[^\p{L}\p{N}\s]$/u.test(key);
    const isShiftRight = isSymbol || event.shiftKey === wanted.shift;
    return key === pressed && mod === wanted.mod && !other && event.altKey === wanted.alt && isShiftRight;
  });
}

const labels: Readonly<Record<string, string>> = {
  ' ': 'Space',
  escape: 'Esc',
  delete: 'Del',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  pageup: 'Page Up',
  pagedown: 'Page Down',
};

/** What to print on the keys of one combination: ["Ctrl", "Shift", "Z"]. */
export function keyLabels({ key, mod, shift, alt }: KeyCombination, isMac: boolean): readonly string[] {
  const label = labels[key] ?? (key.length === 1 ? key.toUpperCase() : key[0]!.toUpperCase() + key.slice(1));
  return [
    ...(mod ? [isMac ? '⌘' : 'Ctrl'] : []),
    ...(alt ? [isMac ? '⌥' : 'Alt'] : []),
    ...(shift ? [isMac ? '⇧' : 'Shift'] : []),
    label,
  ];
}
