#!/usr/bin/env node
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { CommanderError } from '@commander-js/extra-typings';
import { createAdaptorServer } from '@hono/node-server';
import packageJson from '../../package.json' with { type: 'json' };
import { FundusError } from '../shared/errors.ts';
import { Application } from './api/application.ts';
import { newLock } from './api/guard.ts';
import { createHandler } from './api/handler.ts';
import { userHome } from './api/home.ts';
import { commandGroup, integer } from './commands/terminal/command.ts';
import { onInterrupt, printError } from './commands/terminal/execute.ts';
import { requireServedSystem } from './runtime/systems.ts';

const builtPage = resolve(import.meta.dirname, '../../out/renderer');
const hostname = '127.0.0.1';

const notes = `
The session answers to this machine alone. From another one, tunnel to it and open the same address there:
  $ ssh -L 7788:127.0.0.1:7788 workstation

Ctrl-C ends it; what is running stops and can be resumed.`;

const program = commandGroup('serve', 'Serve the application to a browser on this machine')
  .argument('[project]', 'folder of a project to open')
  .option('--port <n>', 'port of 127.0.0.1; 0 takes any free one', integer(0, 65_535), 7788)
  .option('--page <dir>', 'folder of the built page', builtPage)
  .version(packageJson.version)
  .addHelpText('after', notes)
  .action((project, { port, page }) => serve(project, port, resolve(page)));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else printError(error, false);
}

async function serve(project: string | undefined, port: number, rendererDir: string): Promise<void> {
  requireServedSystem();
  if (!existsSync(join(rendererDir, 'index.html'))) {
    throw new FundusError('not-found', 'The page has not been built', {
      file: rendererDir,
      hint: 'run "npm run build:renderer", or start with "npm run serve"',
    });
  }
  const application = new Application(userHome());
  if (project !== undefined) await application.open(resolve(project));
  const lock = newLock();
  const server = createAdaptorServer({
    fetch: createHandler(application, { rendererDir, lock }),
    hostname,
    // A large file may take its time through a tunnel.
    serverOptions: { requestTimeout: 0 },
  });
  try {
    server.listen(port, hostname);
    await once(server, 'listening');
  } catch (cause) {
    await application.shutDown();
    throw listenError(cause, port);
  }
  const interrupted = new Promise<void>((resolve) => onInterrupt(resolve));
  const { port: bound } = server.address() as AddressInfo;
  process.stdout.write(`Fundus Studio: http://${hostname}:${bound}/?token=${lock.token}\n`);
  await interrupted;
  server.close();
  await application.shutDown();
  if ('closeAllConnections' in server) server.closeAllConnections();
}

function listenError(cause: unknown, port: number): FundusError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') {
    return new FundusError('usage', `Port ${port} is taken by another program, or another session`, {
      hint: 'use that session, or choose another port with --port',
      cause,
    });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FundusError('io', `Cannot listen on port ${port}: ${reason}`, { hint: 'try --port 0', cause });
}
