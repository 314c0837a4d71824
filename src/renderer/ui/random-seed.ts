/** A seed of six digits at the most: short enough to be read out. */
export const randomSeed = () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 1_000_000;
