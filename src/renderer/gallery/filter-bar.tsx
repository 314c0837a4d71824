import { Button, SegmentedControl, Select } from '@mantine/core';
import { FilterX } from 'lucide-react';
import { diagnoses, diagnosisNames, diagnosisSchema } from '../../shared/domain.ts';
import { decisions, isFiltered, noFilter, sortings } from './filters.ts';
import classes from './gallery.module.css';
import type { GalleryView } from './use-gallery-view.ts';

export interface FilterBarProps {
  readonly view: GalleryView;
  readonly modelName: (id: number) => string;
  readonly photographName: (id: number) => string;
}

const sortingNames = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  photograph: 'By photograph',
  class: 'By class',
} as const;

/** What is shown, and in which order; each value with the number of its images. */
export function FilterBar({ view, modelName, photographName }: FilterBarProps) {
  const { facets, filter, setFilter, sorting, setSorting, items } = view;
  return (
    <search className={classes.filters} aria-label="Filters">
      <SegmentedControl
        size="xs"
        aria-label="Decision"
        value={filter.decision ?? 'all'}
        onChange={(value) =>
          setFilter({ ...filter, decision: decisions.find((decision) => decision === value) ?? null })
        }
        data={[
          { value: 'all', label: `All ${items.length.toLocaleString('en-GB')}` },
          ...decisions.map((value) => ({
            value,
            label: `${value[0]?.toUpperCase()}${value.slice(1)} ${facets.decisions[value].toLocaleString('en-GB')}`,
          })),
        ]}
      />
      <Choice
        label="Class"
        value={filter.diagnosis}
        onChange={(value) =>
          setFilter({ ...filter, diagnosis: diagnosisSchema.safeParse(value).data ?? null })
        }
        options={diagnoses
          .filter((value) => facets.diagnoses[value] > 0)
          .map((value) => [value, diagnosisNames[value], facets.diagnoses[value]])}
      />
      <Choice
        label="Tag"
        value={filter.tag}
        onChange={(tag) => setFilter({ ...filter, tag })}
        options={facets.tags.map(([tag, count]) => [tag, tag, count])}
      />
      <Choice
        label="Photograph"
        value={filter.imageId}
        onChange={(value) => setFilter({ ...filter, imageId: value === null ? null : Number(value) })}
        options={named(facets.photographs, photographName)}
      />
      {facets.models.size > 1 && (
        <Choice
          label="Model"
          value={filter.modelId}
          onChange={(value) => setFilter({ ...filter, modelId: value === null ? null : Number(value) })}
          options={named(facets.models, modelName)}
        />
      )}
      {isFiltered(filter) && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<FilterX size={14} aria-hidden />}
          onClick={() => setFilter(noFilter)}
        >
          Show all
        </Button>
      )}
      <Select
        size="xs"
        ml="auto"
        w={150}
        aria-label="Order"
        allowDeselect={false}
        value={sorting}
        onChange={(value) => setSorting(sortings.find((one) => one === value) ?? 'newest')}
        data={sortings.map((value) => ({ value, label: sortingNames[value] }))}
      />
    </search>
  );
}

type Option = readonly [value: string, name: string, count: number];

function named(counts: ReadonlyMap<number, number>, nameOf: (id: number) => string): Option[] {
  return [...counts]
    .map(([id, count]): Option => [String(id), nameOf(id), count])
    .sort(([, a], [, b]) => a.localeCompare(b, 'en', { numeric: true }));
}

/** Where there are thousands of photographs, the others are found by typing. */
const listed = 100;

interface ChoiceProps {
  readonly label: string;
  readonly value: string | number | null;
  readonly options: readonly Option[];
  readonly onChange: (value: string | null) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  if (options.length === 0) return null;
  return (
    <Select
      size="xs"
      w={158}
      aria-label={label}
      placeholder={label}
      clearable
      searchable={options.length > 8}
      limit={listed}
      nothingFoundMessage="None of that name"
      value={value === null ? null : String(value)}
      onChange={onChange}
      comboboxProps={{ width: 230, position: 'bottom-start' }}
      data={options.map(([id, name, count]) => ({
        value: id,
        label: `${name} (${count.toLocaleString('en-GB')})`,
      }))}
    />
  );
}
