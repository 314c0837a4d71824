import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { followEvents } from '../api/events.ts';
import { searchOf } from '../jobs/outcome.ts';
import { notifyJob } from './job-notifications.tsx';

/** How long the service may be gone before the user is told: it may just be starting. */
const patienceMs = 1500;

/** Follows the service's events. @returns whether the service answers */
export function useLiveUpdates(): boolean {
  const client = useQueryClient();
  const router = useRouter();
  const [isConnected, setConnected] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = followEvents(client, {
      onJob: (job) => notifyJob(job, (to) => void router.navigate({ to, search: searchOf(to, job) })),
      onConnection: (isNowConnected) => {
        if (!isNowConnected) {
          timer ??= setTimeout(() => setConnected(false), patienceMs);
          return;
        }
        clearTimeout(timer);
        timer = undefined;
        setConnected(true);
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, router]);
  return isConnected;
}
