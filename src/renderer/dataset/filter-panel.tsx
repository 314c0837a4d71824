import { Alert, Button, Checkbox, Menu, ScrollArea, Text } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { type DragEvent, type ReactNode, useMemo, useState } from 'react';
import { type ImageItem, verdicts } from '../../shared/api/images.ts';
import {
  diagnoses,
  diagnosisNames,
  diagnosisSchema,
  splitNames,
  splitSchema,
  splits,
} from '../../shared/domain.ts';
import { verdictNames } from '../ui/badges.tsx';
import classes from './filter-panel.module.css';
import { type Facet, isFiltering, noFilter, toggleValue } from './filters.ts';
import { shortClassNames } from './labels.ts';
import { carriesImages, draggedImages } from './list-handlers.ts';
import { type SplitCounts, splitHint, summariseSplits } from './splits.ts';
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

/** The values of one facet, each with the number of images that choosing it would show. */
function FacetGroup({
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

interface FacetText {
  readonly title: string;
  readonly values: readonly { readonly value: string; readonly label: string }[];
}

const valuesOf = <T extends string>(
  values: readonly T[],
  names: Readonly<Record<T, string>>,
  none: string,
) => [
  ...values.map((value) => ({ value: value as string, label: names[value] })),
  { value: 'none', label: none },
];

/** What the facets and their values are called, in the order of the filters. */
const facetTexts: Readonly<Record<Facet, FacetText>> = {
  split: { title: 'Split', values: valuesOf(splits, splitNames, 'no split') },
  diagnosis: { title: 'Class', values: valuesOf(diagnoses, diagnosisNames, 'no class') },
  verdict: { title: 'Review', values: valuesOf(verdicts, verdictNames, 'not reviewed') },
  masks: {
    title: 'Vessel masks',
    values: [
      { value: 'annotated', label: 'annotated' },
      { value: 'not-annotated', label: 'not annotated' },
      { value: 'predicted', label: 'extracted' },
      { value: 'edited', label: 'edited' },
      { value: 'none', label: 'no mask at all' },
    ],
  },
};

/** What a split holds, by class, and how much of it is annotated. */
function SplitClasses({ counts }: { counts: SplitCounts }) {
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

/** Lets the application divide the images, rather than by hand. */
function DivideMenu({
  images,
  onDivide,
}: {
  images: readonly ImageItem[];
  onDivide: (images: readonly ImageItem[], which: 'all' | 'unassigned') => void;
}) {
  const unassigned = images.filter(({ split }) => split === null).length;
  return (
    <Menu position="bottom-start" width={250} withinPortal>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          justify="space-between"
          rightSection={<ChevronDown size={12} aria-hidden />}
          style={{ alignSelf: 'flex-start', marginTop: -8 }}
        >
          Divide automatically
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="xs">
            70, 15 and 15 % in each class; both eyes of a person, as the names tell, together
          </Text>
        </Menu.Label>
        <Menu.Item disabled={unassigned === 0} onClick={() => onDivide(images, 'unassigned')}>
          Images without a split ({unassigned})
        </Menu.Item>
        <Menu.Item onClick={() => onDivide(images, 'all')}>All images anew ({images.length})</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
