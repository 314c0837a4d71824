import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { MachineLoad } from '../../shared/api/training.ts';
import { machineQuery } from '../api/queries.ts';
import { formatBytes } from '../ui/format.ts';
import { sparkline } from './sparkline.ts';
import classes from './training.module.css';

/** Three minutes, one reading in two seconds. */
const kept = 90;

/** Processor and memory over the last minutes. */
export function MachinePanel() {
  const readings = useReadings();
  const last = readings.at(-1);
  if (!last) return null;
  const { cores, processor, memory } = last;
  return (
    <div className={classes.load}>
      <Load
        title={`Processor, ${cores} cores`}
        value={`${Math.round(100 * processor)} %`}
        shares={readings.map((reading) => reading.processor)}
      />
      <Load
        title="Memory"
        value={`${formatBytes(memory.used)} of ${formatBytes(memory.total)}, ${formatBytes(memory.process)} by Fundus Studio`}
        shares={readings.map((reading) => reading.memory.used / reading.memory.total)}
      />
    </div>
  );
}

function useReadings(): readonly MachineLoad[] {
  const { data, dataUpdatedAt } = useQuery({ ...machineQuery, structuralSharing: false });
  const [readings, setReadings] = useState<readonly MachineLoad[]>([]);
  useEffect(() => {
    if (data && dataUpdatedAt > 0) setReadings((before) => [...before, data].slice(-kept));
  }, [data, dataUpdatedAt]);
  return readings;
}

function Load({ title, value, shares }: { title: string; value: string; shares: readonly number[] }) {
  const { line, area } = sparkline(shares, kept);
  return (
    <div>
      <Group justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {title}
        </Text>
        <Text size="xs" fw={600} truncate className={classes.numbers}>
          {value}
        </Text>
      </Group>
      <svg
        className={classes.spark}
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: ${value}`}
      >
        <path className={classes.sparkArea} d={area} />
        <path className={classes.sparkLine} d={line} />
      </svg>
    </div>
  );
}
