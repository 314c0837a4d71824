import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { variantName } from '../../shared/benchmark-text.ts';
import { comparedColours } from './bar-colours.ts';
import { ChartPanel } from './chart-panel.tsx';
import type { PairsProps } from './compare-cards.tsx';
import type { Measure } from './measures.ts';

/** Of relative speed each result has its own fp32, so that it says nothing of the two together. */
const measures: readonly Measure[] = ['latency', 'throughput', 'memory'];

/** The bars of one variant in both results. */
export function CompareCharts({ pairs, names: [firstName, secondName] }: PairsProps) {
  const variants = [...new Set(pairs.map(({ first }) => variantName(first)))];
  const [chosen, setVariant] = useState(variants[0]!);
  const variant = variants.includes(chosen) ? chosen : variants[0]!;
  const entries = useMemo(
    () =>
      pairs
        .filter(({ first }) => variantName(first) === variant)
        .flatMap(({ first, second }) => [
          { row: first, key: 'first' },
          { row: second, key: 'second' },
        ]),
    [pairs, variant],
  );
  const looks = useMemo(
    () => [
      { key: 'first', label: firstName, colour: comparedColours[0] },
      { key: 'second', label: secondName, colour: comparedColours[1] },
    ],
    [firstName, secondName],
  );
  return (
    <>
      {variants.length > 1 && (
        <Select
          size="xs"
          w={240}
          mb="xs"
          aria-label="Variant"
          allowDeselect={false}
          data={variants}
          value={variant}
          onChange={(value) => value !== null && setVariant(value)}
        />
      )}
      <ChartPanel entries={entries} looks={looks} measures={measures} />
    </>
  );
}
