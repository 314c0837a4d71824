import { Alert, Button, ScrollArea, Text } from '@mantine/core';
import { useMemo } from 'react';
import { diagnosisSchema, splitSchema, splits } from '../../shared/domain.ts';
import { DivideMenu } from './divide-menu.tsx';
import { FacetGroup } from './facet-group.tsx';
import classes from './filter-panel.module.css';
import { isFiltering, noFilter } from './filters.ts';
import { SplitClasses } from './split-classes.tsx';
import { splitHint, summariseSplits } from './split-summary.ts';
import type { DatasetActions } from './use-dataset-actions.ts';
import type { DatasetView } from './use-dataset-view.ts';

/** The filters with their counts. Splits and classes are also where images are dropped to assign them. */
export function FilterPanel({ view, actions }: { view: DatasetView; actions: DatasetActions }) {
  const { images, filter, setFilter } = view;
  const summary = useMemo(() => summariseSplits(images), [images]);
  const hint = splitHint(summary);
  const byId = (ids: readonly number[]) => {
    const wanted = new Set(ids);
    return images.filter(({ id }) => wanted.has(id));
  };
  return (
    <ScrollArea h="100%" type="auto" scrollbarSize={8}>
      <div className={classes.panel}>
        <FacetGroup
          facet="split"
          view={view}
          note="Drop images here"
          onDropImages={(ids, value) =>
            actions.setSplit(byId(ids), value === 'none' ? null : splitSchema.parse(value))
          }
          details={(value) => (
            <SplitClasses counts={summary[splits.find((split) => split === value) ?? 'none']} />
          )}
        />
        <DivideMenu images={images} onDivide={actions.divide} />
        {hint && (
          <Alert color="yellow" p="xs">
            <Text size="xs">{hint}</Text>
          </Alert>
        )}
        <FacetGroup
          facet="diagnosis"
          view={view}
          onDropImages={(ids, value) =>
            actions.setClass(byId(ids), value === 'none' ? null : diagnosisSchema.parse(value))
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
