import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { CommanderError } from '@commander-js/extra-typings';
import { commandGroup, integer } from '../src/main/commands/terminal/command.ts';
import { printError } from '../src/main/commands/terminal/execute.ts';
import { FundusError } from '../src/shared/errors.ts';
import { servePage } from './page-server.ts';

const root = resolve(import.meta.dirname, '..');

const notes = `
A change in src/renderer or src/shared shows in the browser at once. One in src/main needs a new start.
FUNDUS_STUDIO_HOME may name a folder for settings and recent projects other than the user's own.`;

const program = commandGroup('dev', 'Serve the page from its sources, before a browser session')
  .argument('[project]', 'folder of a project to open')
  .option('--port <n>', 'port of 127.0.0.1; 0 takes any free one', integer(0, 65_535), 5173)
  .addHelpText('after', notes)
  .action((project, { port }) => develop(project, port));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else printError(error, false);
}

async function develop(project: string | undefined, port: number): Promise<void> {
  const session = startSession(project);
  const ended = once(session, 'exit') as Promise<[number | null]>;
  const address = await addressOf(session);
  if (address === undefined) {
    // It has said why.
    [process.exitCode = 1] = await ended.then(([code]) => [code ?? 1]);
    return;
  }
  const { origin, server } = await servePage(address.origin, port).catch((cause: Error) => {
    session.kill();
    throw new FundusError('usage', cause.message, { hint: 'choose another port with --port', cause });
  });
  console.log(`Fundus Studio, from its sources: ${origin}/${address.search}`);
  const [code] = await ended;
  await server.close();
  process.exitCode = code ?? 1;
}

/** The services, with the sources of the page for a page that they never send. */
function startSession(project: string | undefined): ChildProcess {
  const session = resolve(root, 'src/main/browser-session.ts');
  const given = project === undefined ? [] : [project];
  const args = [session, '--port', '0', '--page', resolve(root, 'src/renderer'), ...given];
  const child = spawn(process.execPath, args, { stdio: ['inherit', 'pipe', 'inherit'] });
  // The session answers a signal and then ends, and with it this.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return child;
}

/** Where the session listens, with its token; undefined where it ended instead. */
async function addressOf(session: ChildProcess): Promise<URL | undefined> {
  for await (const line of createInterface({ input: session.stdout! })) {
    const address = /http:\S+$/.exec(line)?.[0];
    if (address !== undefined) return new URL(address);
  }
  return undefined;
}
