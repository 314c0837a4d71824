import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Topic } from '../../shared/api/topics.ts';
import { FundusError } from '../../shared/errors.ts';
import { keepRetired } from '../models/files.ts';
import { addShippedModels } from '../models/shipped.ts';
import { JobQueue } from '../queue/queue.ts';
import { createProject, openProject, type Project } from '../store/project.ts';
import { removeOldUploads } from '../store/uploads.ts';
import { EventHub } from './events.ts';
import { type Home, RecentProjects } from './home.ts';

/**
 * What the window or the browser session shows: one project or none, and who is told of changes. Another process may
 * have the same project open: the database serialises what they write, and each runs the jobs that were asked of it.
 */
export class Application {
  readonly home: Home;
  readonly events = new EventHub();
  readonly recent: RecentProjects;
  readonly jobs: JobQueue;
  #project: Project | null = null;
  /** Opening and closing happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(home: Home) {
    this.home = home;
    this.jobs = new JobQueue({ publish: (event) => this.events.publish(event) });
    this.recent = new RecentProjects(home.config);
  }

  get project(): Project | null {
    return this.#project;
  }

  /** @throws FundusError 'no-project' */
  requireProject(): Project {
    if (this.#project) return this.#project;
    throw new FundusError('no-project', 'No project is open', { hint: 'open or create one first' });
  }

  /** Tells the interface what to read again. */
  changed(...topics: Topic[]): void {
    this.events.publish({ type: 'changed', topics });
  }

  /**
   * Opens a project in place of the one that is open, which stays open when this fails.
   * @throws FundusError 'usage', 'not-a-project', 'io'
   */
  open(dir: string): Promise<Project> {
    return this.#inTurn(async () => {
      const folder = absolute(dir);
      if (this.#project?.dir === folder) return this.#project;
      return this.#replace(openProject(folder));
    });
  }

  /**
   * Makes a project with the networks that come along, in a folder of `parent` named after it, and opens it.
   * @throws FundusError 'usage', 'project-exists', 'io', 'bad-model'
   */
  create(parent: string, name: string): Promise<Project> {
    return this.#inTurn(async () => {
      const dir = join(absolute(parent), folderName(name));
      const isNewFolder = !existsSync(dir);
      const project = createProject(dir, name);
      try {
        await addShippedModels(project);
      } catch (cause) {
        project.close();
        if (isNewFolder) await rm(dir, { recursive: true, force: true });
        throw cause;
      }
      return this.#replace(project);
    });
  }

  /** Closes the project, if one is open. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#project) return;
      await this.#release();
      this.events.publish({ type: 'opened', dir: null });
    });
  }

  /** Closes everything; the application is of no use afterwards. */
  async shutDown(): Promise<void> {
    await this.close();
    await this.jobs.dispose();
    this.events.close();
  }

  async #replace(project: Project): Promise<Project> {
    await this.#release();
    try {
      await removeOldUploads(project);
      await keepRetired(project);
      await this.jobs.open(project);
    } catch (cause) {
      project.close();
      this.events.publish({ type: 'opened', dir: null });
      throw cause;
    }
    this.#project = project;
    await this.#remember(project);
    this.events.publish({ type: 'opened', dir: project.dir });
    return project;
  }

  async #remember({ db, dir }: Project): Promise<void> {
    const { name } = await db.selectFrom('project').select('name').executeTakeFirstOrThrow();
    // A list that cannot be written must not keep a project from opening.
    await this.recent.add(dir, name).catch(() => {});
  }

  async #release(): Promise<void> {
    const project = this.#project;
    this.#project = null;
    await this.jobs.close();
    project?.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}

function absolute(path: string): string {
  if (isAbsolute(path)) return resolve(path);
  throw new FundusError('usage', 'Expected the whole path of a folder', { file: path });
}

/** The name as all systems allow it for a folder. */
function folderName(name: string): string {
  const allowed = name.replace(/[<>:"/\\|?*\p{Cc}]/gu, '-').replace(/^[. ]+|[. ]+$/g, '');
  if (allowed !== '') return allowed;
  throw new FundusError('usage', `"${name}" cannot name a folder`, { hint: 'use letters or digits' });
}
