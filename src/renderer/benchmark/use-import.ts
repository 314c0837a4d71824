import { notifications } from '@mantine/notifications';
import { type DragEvent, useState } from 'react';
import type { BenchmarkInfo } from '../../shared/api/benchmark.ts';
import { call } from '../api/client.ts';
import { carriesFiles } from '../ui/file-source.ts';
import { useAction } from '../ui/use-action.tsx';
import { readReport } from './report-files.ts';

/** Takes in the results of other machines, from files. @param onImported with the last of them */
export function useImport(results: readonly BenchmarkInfo[], onImported: (id: string) => void) {
  const one = useAction(importReport);
  const importFiles = async (files: readonly File[]) => {
    let last: BenchmarkInfo | undefined;
    for (const file of files) {
      const info = await one.run(file);
      if (info) {
        const isKnown = results.some(({ id }) => id === info.id);
        const message = isKnown ? `“${info.name}” is there already` : `Imported “${info.name}”`;
        notifications.show({ message });
      }
      last = info ?? last;
    }
    if (last) onImported(last.id);
  };
  return { importFiles, isImporting: one.isRunning };
}

async function importReport(file: File): Promise<BenchmarkInfo> {
  return call('POST /benchmarks', { body: await readReport(file) });
}

/**
 * Handlers for a part of the window that takes dropped benchmarks itself: what is no JSON is left to the window,
 * which imports photographs.
 */
export function useReportDrop(onDrop: (files: readonly File[]) => void) {
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    const isOurs = carriesReports(event.dataTransfer);
    setOver(isOurs);
    if (!isOurs) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  };
  return {
    isOver,
    handlers: {
      onDragEnter: over,
      onDragOver: over,
      onDragLeave: ({ currentTarget, relatedTarget }: DragEvent) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        setOver(false);
        if (!carriesReports(event.dataTransfer)) return;
        event.preventDefault();
        onDrop([...event.dataTransfer.files]);
      },
    },
  };
}

function carriesReports(transfer: DataTransfer): boolean {
  const files = [...transfer.items].filter(({ kind }) => kind === 'file');
  return carriesFiles(transfer) && files.length > 0 && files.every(({ type }) => type === 'application/json');
}
