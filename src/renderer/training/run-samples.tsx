import { Group, Slider, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { RunSample } from '../../shared/api/training.ts';
import { fileUrl } from '../api/client.ts';
import { sampleRows, sampleSteps } from './samples.ts';
import classes from './training.module.css';

/** What the network makes of some photographs, step by step; follows the training until another step is chosen. */
export function RunSamples({ samples }: { samples: readonly RunSample[] }) {
  const steps = useMemo(() => sampleSteps(samples), [samples]);
  const [chosen, setChosen] = useState<number | null>(null);
  const last = steps.at(-1);
  if (last === undefined) return null;
  const step = chosen !== null && steps.includes(chosen) ? chosen : last;
  return (
    <>
      {steps.length > 1 && (
        <Group gap="md" mb="xs" wrap="nowrap">
          <Text size="sm" className={classes.numbers} w={130}>
            Step {step.toLocaleString('en-GB')}
          </Text>
          <Slider
            flex={1}
            size="sm"
            thumbLabel="Step of the pictures"
            min={0}
            max={steps.length - 1}
            value={steps.indexOf(step)}
            label={(index) => `Step ${steps[index]}`}
            onChange={(index) => setChosen(steps[index] === last ? null : (steps[index] ?? null))}
          />
        </Group>
      )}
      <SampleGrid samples={samples} step={step} />
    </>
  );
}

export function SampleGrid({ samples, step }: { samples: readonly RunSample[]; step: number }) {
  return (
    <div className={classes.samples}>
      {sampleRows(samples, step).map((row, index) => (
        <div key={row[0]?.position} className={classes.sampleRow}>
          {row.map(({ label, sha256 }) => (
            <figure key={label} className={classes.sample}>
              <img
                src={fileUrl(sha256, 'png')}
                alt={`${label} ${index + 1}, step ${step}`}
                decoding="async"
              />
              <Text component="figcaption" size="xs" c="dimmed">
                {label}
              </Text>
            </figure>
          ))}
        </div>
      ))}
    </div>
  );
}
