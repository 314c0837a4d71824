import { Check, CircleDashed, type LucideIcon, X } from 'lucide-react';
import type { Decision } from './filters.ts';

export interface DecisionChoice {
  readonly decision: Decision;
  readonly label: string;
  readonly key: string;
  readonly icon: LucideIcon;
}

export const decisionChoices: readonly DecisionChoice[] = [
  { decision: 'kept', label: 'Keep', key: 'K', icon: Check },
  { decision: 'discarded', label: 'Discard', key: 'D', icon: X },
  { decision: 'undecided', label: 'Undecided', key: 'U', icon: CircleDashed },
];
