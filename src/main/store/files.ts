import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sha256 } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import { isLeftOver, syncFolder, temporaryName, writeSynced } from './durable.ts';

export function sha256Of(bytes: Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Files named by the SHA-256 of their content: `ab/abcdef….ext`. A name never appears before its whole content is
 * on the disk, so a file that exists is complete and never changes.
 */
export class FileStore {
  readonly #root: string;
  readonly #incoming: string;

  constructor(root: string) {
    this.#root = root;
    this.#incoming = join(root, 'incoming');
    mkdirSync(this.#incoming, { recursive: true });
    this.#sweep();
  }

  /** Stores the bytes, unless they are there already. `ext` comes without the dot: "png". */
  async put(bytes: Uint8Array, ext: string): Promise<Sha256> {
    const sha256 = sha256Of(bytes);
    const target = this.path(sha256, ext);
    if (await hasSize(target, bytes.byteLength)) return sha256;
    const folder = dirname(target);
    const temporary = join(this.#incoming, temporaryName());
    try {
      if (await mkdir(folder, { recursive: true })) await syncFolder(this.#root);
      await writeSynced(temporary, bytes);
      await rename(temporary, target);
      await syncFolder(folder);
    } catch (cause) {
      await rm(temporary, { force: true });
      throw new FundusError('io', `Cannot write into the project: ${messageOf(cause)}`, {
        file: target,
        hint: 'check the free space and the permissions of the folder',
        cause,
      });
    }
    return sha256;
  }

  async has(sha256: Sha256, ext: string): Promise<boolean> {
    return (await stat(this.path(sha256, ext)).catch(() => undefined)) !== undefined;
  }

  /** Where the file with this content is, or would be. */
  path(sha256: Sha256, ext: string): string {
    return join(this.#root, sha256.slice(0, 2), `${sha256}.${ext}`);
  }

  /**
   * @throws FundusError 'not-found' when the file is missing, 'io' when its content is not what its name says.
   */
  async read(sha256: Sha256, ext: string): Promise<Uint8Array> {
    const file = this.path(sha256, ext);
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw new FundusError('not-found', 'A file of the project is missing', {
        file,
        hint: 'restore the project folder from a backup',
        cause,
      });
    });
    if (sha256Of(bytes) !== sha256) {
      throw new FundusError('io', 'A file of the project is damaged: its content does not match its name', {
        file,
        hint: 'restore the project folder from a backup',
      });
    }
    return bytes;
  }

  /** Removes a file that no row refers to any more. */
  async remove(sha256: Sha256, ext: string): Promise<void> {
    await rm(this.path(sha256, ext), { force: true });
  }

  /** Removes what processes that ended left half-written. */
  #sweep(): void {
    for (const name of readdirSync(this.#incoming)) {
      const file = join(this.#incoming, name);
      if (isLeftOver(name, file)) rmSync(file, { force: true });
    }
  }
}

async function hasSize(file: string, bytes: number): Promise<boolean> {
  const stats = await stat(file).catch(() => undefined);
  return stats?.size === bytes;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
