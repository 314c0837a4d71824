import { diagnose } from '../doctor/doctor.ts';
import type { HandlersOf } from './endpoints.ts';

/** What the application consists of, and whether it is there. */
export const doctorHandlers: HandlersOf<'/doctor'> = { 'GET /doctor': () => diagnose() };
