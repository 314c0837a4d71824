import { Checkbox } from '@mantine/core';
import { type DragEvent, type ReactNode, useState } from 'react';
import { carriesImages, draggedImages } from './drag.ts';
import { facetTexts } from './facet-names.ts';
import classes from './filter-panel.module.css';
import { type Facet, toggleValue } from './filters.ts';
import type { DatasetView } from './use-dataset-view.ts';

/** The values of one facet, each with the number of images that choosing it would show. */
export function FacetGroup({
  facet,
  view,
  note,
  onDropImages,
  details,
}: {
  facet: Facet;
  view: DatasetView;
  note?: string;
  /** What images that are dropped on a value mean; without it none can be. */
  onDropImages?: (ids: readonly number[], value: string) => void;
  details?: (value: string) => ReactNode;
}) {
  const { counts, filter, setFilter } = view;
  const { title, values } = facetTexts[facet];
  return (
    <fieldset className={classes.group}>
      <legend className={classes.title}>
        {title}
        {note && <span className={classes.note}> · {note}</span>}
      </legend>
      {values.map(({ value, label }) => (
        <FacetRow
          key={value}
          label={label}
          count={counts[facet].get(value) ?? 0}
          isChosen={filter[facet].includes(value)}
          onToggle={() => setFilter(toggleValue(filter, facet, value))}
          {...(onDropImages && { onDropImages: (ids: readonly number[]) => onDropImages(ids, value) })}
          details={details?.(value)}
        />
      ))}
    </fieldset>
  );
}

interface FacetRowProps {
  label: string;
  count: number;
  isChosen: boolean;
  onToggle: () => void;
  onDropImages?: (ids: readonly number[]) => void;
  details?: ReactNode;
}

function FacetRow({ label, count, isChosen, onToggle, onDropImages, details }: FacetRowProps) {
  const { isOver, handlers } = useDropZone(onDropImages);
  return (
    <div
      className={classes.row}
      data-zone={details !== undefined || undefined}
      data-over={isOver || undefined}
      {...handlers}
    >
      <div className={classes.line}>
        <Checkbox size="xs" className={classes.label} label={label} checked={isChosen} onChange={onToggle} />
        <span className={classes.count}>{count.toLocaleString('en-GB')}</span>
      </div>
      {details}
    </div>
  );
}

function useDropZone(onDropImages: ((ids: readonly number[]) => void) | undefined) {
  const [isOver, setIsOver] = useState(false);
  if (!onDropImages) return { isOver: false, handlers: {} };
  const onDragOver = (event: DragEvent) => {
    if (!carriesImages(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'move';
    setIsOver(true);
  };
  const onDrop = (event: DragEvent) => {
    setIsOver(false);
    if (!carriesImages(event.dataTransfer)) return;
    event.preventDefault();
    onDropImages(draggedImages(event.dataTransfer));
  };
  return { isOver, handlers: { onDragOver, onDrop, onDragLeave: () => setIsOver(false) } };
}
