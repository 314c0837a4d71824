/** Results of bundles: what scripts/run-bundle.py brings back. */
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { z } from 'zod';
import { FundusError } from '../../shared/errors.ts';
import { bundleManifestSchema } from './bundle.ts';

const resultFormat = 'fundus-training-result';
const resultVersion = 1;

const otherVersionSchema = z.object({
  format: z.literal(resultFormat),
  version: z.number().refine((version) => version !== resultVersion),
});

const resultManifestSchema = z.object({
  format: z.literal(resultFormat),
  version: z.literal(resultVersion),
  bundleSha256: z.string(),
  bundle: bundleManifestSchema,
  /** Steps done. */
  step: z.int().nonnegative(),
  seconds: z.number().nonnegative(),
  device: z.string(),
  torch: z.string(),
  tf32: z.boolean(),
  cudnn: z.number().nullable(),
});
export type ResultManifest = z.infer<typeof resultManifestSchema>;

export interface RunResult {
  readonly manifest: ResultManifest;
  /** Those that the bundle asked for. */
  readonly states: Readonly<Record<string, Float32Array>>;
  /** For each step that was done the metrics, in the bundle's order. */
  readonly metrics: readonly Readonly<Record<string, number>>[];
  /** PNG files, in order. */
  readonly samples: readonly { readonly step: number; readonly png: Uint8Array }[];
}

/** Far more than the largest network has. */
const maxFileBytes = 2 ** 31;
const maxFiles = 10_000;

/**
 * Reads a result as a whole.
 * @throws FundusError 'not-found'; 'bad-run' when it is none, is damaged or not whole
 */
export async function readResult(file: string): Promise<RunResult> {
  const files = await readFiles(file);
  const manifest = parseManifest(files.get('manifest.json'), file);
  const { metrics: names, states: stored } = manifest.bundle.program;
  const states = manifest.bundle.results.map((name) => {
    const values = floats(files.get(`states/${name}`));
    if (values?.length !== stored[name]?.shape[0])
      throw damaged(file, `the state "${name}" is missing or cut off`);
    return [name, values!] as const;
  });
  const figures = floats(files.get('metrics'));
  if (figures?.length !== manifest.step * names.length)
    throw damaged(file, 'its metrics are missing or cut off');
  const row = (step: number) => names.map((name, index) => [name, figures[step * names.length + index]!]);
  return {
    manifest,
    states: Object.fromEntries(states),
    metrics: Array.from({ length: manifest.step }, (_, step) => Object.fromEntries(row(step))),
    samples: [...files].flatMap(([name, png]) => {
      const step = /^samples\/(\d+)-\d+\.png$/.exec(name)?.[1];
      return step === undefined ? [] : [{ step: Number(step), png }];
    }),
  };
}

function parseManifest(bytes: Uint8Array | undefined, file: string): ResultManifest {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw damaged(file, 'it has no manifest', cause);
  }
  if (bundleManifestSchema.safeParse(json).success) {
    throw new FundusError('bad-run', 'This is the training bundle itself, expected what came of running it', {
      file,
      hint: 'run it with run-bundle.py, then import the result.zip that it writes',
    });
  }
  const { data: other } = otherVersionSchema.safeParse(json);
  if (other !== undefined) {
    throw new FundusError(
      'bad-run',
      `This result is of version ${other.version} of the format, expected ${resultVersion}`,
      { file, hint: 'import it with the version of the program that the runner came with' },
    );
  }
  const parsed = resultManifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw damaged(file, z.prettifyError(parsed.error));
}

/** Little-endian, copied to where numbers may lie. */
function floats(bytes: Uint8Array | undefined): Float32Array | undefined {
  if (!bytes || bytes.length % 4 !== 0) return undefined;
  return new Float32Array(new Uint8Array(bytes).buffer);
}

async function readFiles(file: string): Promise<Map<string, Uint8Array>> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(file);
    if (zip.entryCount > maxFiles) throw new Error(`it holds ${zip.entryCount} files`);
    const files = new Map<string, Uint8Array>();
    for await (const entry of zip.eachEntry()) files.set(entry.fileName, await readEntry(zip, entry));
    return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new FundusError('not-found', 'There is no such file', { file, cause });
    }
    throw damaged(file, (cause as Error).message, cause);
  } finally {
    zip?.close();
  }
}

async function readEntry(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  if (entry.uncompressedSize > maxFileBytes) throw new Error(`"${entry.fileName}" is too large`);
  const stream = await zip.openReadStreamPromise(entry);
  return Buffer.concat(await stream.toArray());
}

function damaged(file: string, why: string, cause?: unknown): FundusError {
  return new FundusError('bad-run', `This is no whole result of a training bundle: ${why}`, {
    file,
    hint: 'expected the result.zip that run-bundle.py wrote; join its parts, if it wrote several, with cat',
    cause,
  });
}
