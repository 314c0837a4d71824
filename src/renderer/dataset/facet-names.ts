import { verdicts } from '../../shared/api/images.ts';
import { diagnoses, diagnosisNames, splits } from '../../shared/domain.ts';
import { splitNames, verdictNames } from '../ui/badges.tsx';
import type { Facet } from './filters.ts';

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
export const facetTexts: Readonly<Record<Facet, FacetText>> = {
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
