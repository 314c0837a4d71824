import type { TestProject } from 'vitest/node';
import { watch } from '../../watchdog.ts';

export const setup = ({ vitest }: TestProject) => watch(vitest, { standstillMs: 5000, lookEveryMs: 200 });
