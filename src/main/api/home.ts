import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import type { RecentProject } from '../../shared/api/projects.ts';
import { syncFolder, temporaryName, writeSynced } from '../store/durable.ts';

/** Where the application keeps what belongs to the user rather than to a project. */
export interface Home {
  /** Folder of the application's own settings. */
  readonly config: string;
  /** Folder in which new projects are made unless another is chosen; it need not exist. */
  readonly projects: string;
}

/** The user's folders of this system; `FUNDUS_STUDIO_HOME` puts everything into one folder instead. */
export function userHome(environment: NodeJS.ProcessEnv = process.env): Home {
  const override = environment.FUNDUS_STUDIO_HOME;
  if (override) return homeIn(resolve(override));
  const documents = join(homedir(), 'Documents');
  return {
    config: envPaths('fundus-studio', { suffix: '' }).config,
    projects: join(existsSync(documents) ? documents : homedir(), 'Fundus Studio'),
  };
}

/** Everything in one folder. */
export function homeIn(folder: string): Home {
  return { config: join(folder, 'config'), projects: join(folder, 'projects') };
}

const keptProjects = 20;
/** A folder on a network drive that is not there may take minutes to say so. */
const reachableWithinMs = 1000;

const entrySchema = z.object({ dir: z.string(), name: z.string(), openedAt: z.string() });
type Entry = z.infer<typeof entrySchema>;

/** The projects that were open lately, newest first, in a file of the user's. */
export class RecentProjects {
  readonly #folder: string;
  readonly #file: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#file = join(folder, 'recent-projects.json');
  }

  async list(): Promise<RecentProject[]> {
    const entries = await this.#read();
    return Promise.all(
      entries.map(async (entry) => ({ ...entry, isMissing: !(await hasProject(entry.dir)) })),
    );
  }

  async add(dir: string, name: string): Promise<void> {
    const others = (await this.#read()).filter((entry) => entry.dir !== dir);
    await this.#write([{ dir, name, openedAt: new Date().toISOString() }, ...others].slice(0, keptProjects));
  }

  async remove(dir: string): Promise<void> {
    await this.#write((await this.#read()).filter((entry) => entry.dir !== dir));
  }

  /** What cannot be read is left out: the list is a convenience and must not keep the application from opening. */
  async #read(): Promise<Entry[]> {
    const text = await readFile(this.#file, 'utf8').catch(() => '[]');
    const entries = z.array(z.unknown()).safeParse(parseJson(text)).data ?? [];
    return entries.map((entry) => entrySchema.safeParse(entry).data).filter((entry) => entry !== undefined);
  }

  async #write(entries: readonly Entry[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const temporary = join(this.#folder, `${temporaryName()}.tmp`);
    try {
      await writeSynced(temporary, Buffer.from(`${JSON.stringify(entries, null, 2)}\n`));
      await rename(temporary, this.#file);
      await syncFolder(this.#folder);
    } finally {
      await rm(temporary, { force: true });
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function hasProject(dir: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), reachableWithinMs);
  stat(join(dir, 'project.sqlite')).then(
    (stats) => resolve(stats.isFile()),
    () => resolve(false),
  );
  return promise.finally(() => clearTimeout(timer));
}
