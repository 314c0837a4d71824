import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../src/main/browser-session.ts', import.meta.url));

/** A browser session in a process of its own, as `npm run serve` starts it. */
export interface Session {
  /** The address that it prints, token included. */
  readonly address: string;
  /** Its user's configuration folder, where new projects go too. */
  readonly home: string;
  /** Asks it to end, as Ctrl-C does. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash or a power cut does. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Ends what a failed test left running. */
export function killSessions(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** @param home may be one of an earlier session, whose recent projects are then known */
export async function startSession(home: string, ...args: string[]): Promise<Session> {
  const child = spawn(process.execPath, [program, '--port', '0', ...args], {
    env: { ...process.env, FUNDUS_STUDIO_HOME: home, HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const address = await firstAddress(child);
  if (address === undefined) throw new Error(`the browser session did not start: ${errors.join('')}`);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return { address, home, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function firstAddress(child: ChildProcess): Promise<string | undefined> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  return undefined;
}

/** The address of a screen; the token in it makes a new browser known. */
export function screenAddress({ address }: Session, path: string): string {
  const url = new URL(path, address);
  url.searchParams.set('token', new URL(address).searchParams.get('token')!);
  return url.href;
}
