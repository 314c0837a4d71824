/** A reproducible stream of random numbers. */
export interface Random {
  /** In [0, 1). */
  uniform(): number;
  /** In [low, high). */
  between(low: number, high: number): number;
  /** 0 .. count - 1. */
  integer(count: number): number;
  /** Mean 0, variance 1. */
  normal(): number;
}

/** One round of splitmix32, which turns related seeds into unrelated states. */
function splitmix32(state: number): number {
  let z = (state + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/**
 * A stream chosen by a seed and any number of further integers (a step, an image), so that step 1000 draws the
 * same numbers whether or not the 999 before it ran in this process. The generator is sfc32 (Doty-Humphrey's
 * PractRand), 128 bits of state; seeds are taken modulo 2^32.
 */
export function createRandom(seed: number, ...stream: number[]): Random {
  let hash = 0;
  const state = [0, 1, 2].map((lane) => {
    for (const value of [seed, ...stream, lane]) hash = splitmix32(hash ^ (value >>> 0));
    return hash;
  });
  let [a, b, c] = state as [number, number, number];
  let counter = 1;
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  const uniform = () => next() / 2 ** 32;
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    integer: (count) => Math.floor(uniform() * count),
    // Box and Muller; 1 - u keeps the logarithm finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}
