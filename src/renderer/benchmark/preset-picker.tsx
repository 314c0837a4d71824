import { Radio } from '@mantine/core';
import type { BenchmarkChoices, BenchmarkPreset } from '../../shared/api/benchmark.ts';
import { formatCount, formatDuration } from '../ui/format.ts';
import { Choice, Choices } from '../ui/task-form.tsx';

const titles: Record<BenchmarkPreset, string> = { quick: 'Quick', full: 'Full' };
const purposes: Record<BenchmarkPreset, string> = {
  quick: 'The figures that matter most: what int8 gains with all threads.',
  full: 'How it changes with the batch size and the number of threads.',
};

export interface PresetPickerProps {
  readonly presets: BenchmarkChoices['presets'];
  readonly value: BenchmarkPreset;
  readonly onChange: (preset: BenchmarkPreset) => void;
}

export function PresetPicker({ presets, value, onChange }: PresetPickerProps) {
  return (
    <Radio.Group label="How much" value={value} onChange={(chosen) => onChange(chosen as BenchmarkPreset)}>
      <Choices>
        {(['quick', 'full'] as const).map((preset) => (
          <Choice
            key={preset}
            value={preset}
            title={titles[preset]}
            summary={`About ${formatDuration(60 * presets[preset].minutes)} on two cores`}
          >
            {purposes[preset]} {extentOf(presets[preset])}
          </Choice>
        ))}
      </Choices>
    </Radio.Group>
  );
}

/** "4 networks; patches in batches of 1 to 256, images in batches of 1 to 8; 1 to 2 threads; 20 runs each." */
function extentOf({
  networks,
  patchBatches,
  imageBatches,
  threads,
  runs,
}: BenchmarkChoices['presets'][BenchmarkPreset]): string {
  return [
    formatCount(networks.length, 'network'),
    `patches in batches of ${rangeOf(patchBatches)}, images in batches of ${rangeOf(imageBatches)}`,
    `${rangeOf(threads)} ${Math.max(...threads) === 1 ? 'thread' : 'threads'}`,
    `${runs} runs each.`,
  ].join('; ');
}

function rangeOf(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least} to ${most}`;
}
