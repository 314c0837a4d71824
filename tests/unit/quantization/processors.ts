import { hasExactByteProducts } from '../../../src/main/runtime/machine.ts';

/** The kinds of processor that this one computes as: any as one without VNNI, as one with it only where it has that. */
export const processors = [
  { processor: 'as on a processor without VNNI', exactByteProducts: false },
  ...(hasExactByteProducts() ? [{ processor: 'as this processor can', exactByteProducts: true }] : []),
];
