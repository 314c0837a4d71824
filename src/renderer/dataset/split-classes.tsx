import { diagnoses } from '../../shared/domain.ts';
import classes from './filter-panel.module.css';
import type { SplitCounts } from './split-summary.ts';

const shortNames = { h: 'healthy', dr: 'DR', g: 'glaucoma', none: 'unknown' } as const;

/** What a split holds, by class, and how much of it is annotated. */
export function SplitClasses({ counts }: { counts: SplitCounts }) {
  const present = [...diagnoses, 'none' as const].filter((diagnosis) => counts.byClass[diagnosis] > 0);
  return (
    <div className={classes.classes}>
      {present.length === 0 && <span>empty</span>}
      {present.map((diagnosis) => (
        <span key={diagnosis}>
          {counts.byClass[diagnosis]} {shortNames[diagnosis]}
        </span>
      ))}
      {counts.total > 0 && counts.annotated < counts.total && <span>({counts.annotated} annotated)</span>}
    </div>
  );
}
