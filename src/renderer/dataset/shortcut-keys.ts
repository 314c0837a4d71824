/** Keys that assign the selected images. */
export const splitKeys = { train: '1', val: '2', test: '3', none: '0' } as const;
export const classKeys = { h: 'H', dr: 'D', g: 'G', none: 'U' } as const;
