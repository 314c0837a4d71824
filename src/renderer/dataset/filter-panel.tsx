import { Alert, Button, ScrollArea, Text } from '@mantine/core';
import { useMemo } from 'react';
import { type Diagnosis, diagnosisSchema, type Split, splitSchema, splits } from '../../shared/domain.ts';
import { FacetGroup } from './facet-group.tsx';
import classes from './filter-panel.module.css';
import { isFiltering, noFilter } from './filters.ts';
import { SplitClasses } from './split-classes.tsx';
import { splitHint, summariseSplits } from './split-summary.ts';
import type { DatasetView } from './use-dataset-view.ts';

/** Sets what is given for images; null clears it. */
export interface AssignImages {
  readonly split: (ids: readonly number[], split: Split | null) => void;
  readonly diagnosis: (ids: readonly number[], diagnosis: Diagnosis | null) => void;
}

/** The filters with their counts. Splits and classes are also where images are dropped to assign them. */
export function FilterPanel({ view, assign }: { view: DatasetView; assign: AssignImages }) {
  const { images, filter, setFilter } = view;
  const summary = useMemo(() => summariseSplits(images), [images]);
  const hint = splitHint(summary);
  return (
    <ScrollArea h="100%" type="auto" scrollbarSize={8}>
      <div className={classes.panel}>
        <FacetGroup
          facet="split"
          view={view}
          note="Drop images here"
          onDropImages={(ids, value) => assign.split(ids, value === 'none' ? null : splitSchema.parse(value))}
          details={(value) => (
            <SplitClasses counts={summary[splits.find((split) => split === value) ?? 'none']} />
          )}
        />
        {hint && (
          <Alert color="yellow" p="xs">
            <Text size="xs">{hint}</Text>
          </Alert>
        )}
        <FacetGroup
          facet="diagnosis"
          view={view}
          onDropImages={(ids, value) =>
            assign.diagnosis(ids, value === 'none' ? null : diagnosisSchema.parse(value))
          }
        />
        <FacetGroup facet="verdict" view={view} />
        <FacetGroup facet="masks" view={view} />
        {isFiltering(filter) && (
          <Button size="xs" variant="default" onClick={() => setFilter(noFilter)}>
            Clear filters
          </Button>
        )}
      </div>
    </ScrollArea>
  );
}
