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
