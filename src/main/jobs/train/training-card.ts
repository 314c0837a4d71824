import type { ModelKind } from '../../../shared/domain.ts';
import type { ModelCard } from '../../networks/card.ts';
import type { ImageRow } from '../../store/images.ts';

/** The images that a network was trained on, by data set. */
export function datasetsOf(training: readonly ImageRow[]): ModelCard['data'] {
  return [...Map.groupBy(training, (row) => row.sourceLayout)].map(([dataset, rows]) => ({
    dataset,
    split: 'train' as const,
    images: rows.map((row) => row.name),
  }));
}

/** The command that trains the same network again. */
export function commandOf(kind: ModelKind, options: Readonly<Record<string, unknown>>): string {
  const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const given = Object.entries(options).map(([key, value]) => `--${kebab(key)} ${value}`);
  return `fundus train ${kind} PROJECT ${given.join(' ')}`;
}
