import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';

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
