import { JobQueue } from '../../../../src/main/queue/queue.ts';
import { openProject } from '../../../../src/main/store/project.ts';
import { jobRequestSchema } from '../../../../src/shared/jobs/kinds.ts';

/** Queues a training, told as JSON, and another job behind it; says when the training is behind its first checkpoint. */
const [dir = '', request = ''] = process.argv.slice(2);
const project = openProject(dir);
let isSaid = false;
const queue = new JobQueue({
  publish: (event) => {
    const isBehind = event.type === 'job' && event.job.phase.startsWith('Training') && event.job.done > 260;
    if (isBehind && !isSaid) process.stdout.write('behind the checkpoint');
    isSaid ||= isBehind;
  },
});
await queue.open(project);
await queue.enqueue(jobRequestSchema.parse(JSON.parse(request)));
await queue.enqueue({ kind: 'synthesize', options: { count: 2, seed: 1 } });
// A server would keep the process alive.
setInterval(() => {}, 1000);
