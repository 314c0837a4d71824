/** How data sets are called whose layout is recognised. */
export const layoutNames: Readonly<Record<string, string>> = {
  HRF: 'HRF',
  CHASE_DB1: 'CHASE_DB1',
  DRIVE: 'DRIVE',
  STARE: 'STARE',
  plain: 'plain images',
};
