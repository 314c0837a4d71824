import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { ListChecks, ListX } from 'lucide-react';
import { EmptyState, Screen, ScreenColumns, ScreenHeader } from '../ui/screen.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { useAction } from '../ui/use-action.tsx';
import { removeEndedJobs, useJobs } from '../ui/work/jobs.ts';
import { JobDetail, type ResultViews } from './job-detail.tsx';
import { JobList } from './job-list.tsx';
import { hasEnded, inListOrder } from './order.ts';

const route = getRouteApi('/jobs');

/** All work of the project: what runs, waits, has ended and how. */
export function JobsScreen({ views }: { views: ResultViews }) {
  const jobs = inListOrder(useJobs());
  const { job: chosenId } = route.useSearch();
  const navigate = route.useNavigate();
  const chosen = jobs.find(({ id }) => id === chosenId) ?? jobs[0];
  const clear = useAction(removeEndedJobs);
  const choose = (id: number) => void navigate({ search: { job: id }, replace: true });
  const move = (by: number) => {
    const next = chosen && jobs[jobs.indexOf(chosen) + by];
    if (next) choose(next.id);
  };
  useShortcut('ArrowDown, J', () => move(1), 'Next job', { group: 'Jobs' });
  useShortcut('ArrowUp, K', () => move(-1), 'Previous job', { group: 'Jobs' });
  return (
    <Screen>
      <ScreenHeader
        title="Jobs"
        description="All work of this project. It goes on while you do something else."
      >
        <Button
          variant="default"
          leftSection={<ListX size={16} />}
          disabled={!jobs.some(hasEnded)}
          loading={clear.isRunning}
          onClick={() => clear.run()}
        >
          Clear ended jobs
        </Button>
      </ScreenHeader>
      {chosen ? (
        <ScreenColumns side="wide">
          <JobList jobs={jobs} chosen={chosen.id} onChoose={choose} />
          <JobDetail key={chosen.id} job={chosen} views={views} />
        </ScreenColumns>
      ) : (
        <EmptyState icon={ListChecks} title="No work yet">
          Importing, extracting vessels, training, synthesis and export appear here with their progress and
          what came of them.
        </EmptyState>
      )}
    </Screen>
  );
}
