/** What may have changed, for the interface to read again. */
export const topics = [
  'project',
  'images',
  'masks',
  'reviews',
  'models',
  'runs',
  'samples',
  'synthetic',
  'benchmarks',
  'jobs',
] as const;
export type Topic = (typeof topics)[number];
