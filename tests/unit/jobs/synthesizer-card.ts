import type { SynthesizerCard } from '../../../src/main/networks/card.ts';
import { segmenterCard } from './segmenter-card.ts';

/** A complete card of a network that need not exist. */
export function synthesizerCard(sha256: string, facts: Partial<SynthesizerCard>): SynthesizerCard {
  const { threshold: _, ...common } = segmenterCard(sha256);
  return {
    ...common,
    kind: 'synthesizer',
    name: 'gan',
    styleSize: 8,
    sizeMultiple: 16,
    canvas: { width: 96, height: 80 },
    ...facts,
  };
}
