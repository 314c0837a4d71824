import { resolve } from 'node:path';

/** Six photographs of HRF that the shipped networks were not trained on. */
export const sampleFolder = resolve(import.meta.dirname, '../../../resources/sample');
