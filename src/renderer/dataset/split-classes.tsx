import { diagnoses } from '../../shared/domain.ts';
import classes from './filter-panel.module.css';
import { shortClassNames } from './labels.ts';
import type { SplitCounts } from './split-summary.ts';

/** What a split holds, by class, and how much of it is annotated. */
export function SplitClasses({ counts }: { counts: SplitCounts }) {
  const present = [...diagnoses, 'none' as const].filter((diagnosis) => counts.byClass[diagnosis] > 0);
  return (
    <div className={classes.classes}>
      {present.length === 0 && <span>empty</span>}
      {present.map((diagnosis) => (
        <span key={diagnosis}>
          {counts.byClass[diagnosis]} {shortClassNames[diagnosis]}
        </span>
      ))}
      {counts.total > 0 && counts.annotated < counts.total && <span>({counts.annotated} annotated)</span>}
    </div>
  );
}
