import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FundusError } from '../../shared/errors.ts';
import { requireModel } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { readNetwork } from './files.ts';
import { parseCard } from './open.ts';

export interface ExportedModel {
  /** Paths of the files written. */
  readonly network: string;
  readonly card: string;
}

/**
 * Writes a network as `NAME.onnx`, a synthesizer's style encoder under the name in its card, and the card as
 * `NAME.json`, which comes last.
 * @throws FundusError 'not-found'; 'bad-model' without a complete card; 'output-exists' when one of the files is there and may not be replaced
 */
export async function exportModel(
  project: Project,
  name: string,
  dir: string,
  { overwrite = false }: { readonly overwrite?: boolean },
): Promise<ExportedModel> {
  const model = await requireModel(project, name);
  // The name within the project may have got a number.
  const facts = { ...parseCard(model), name: model.name };
  const network = resolve(join(dir, `${model.name}.onnx`));
  const card = resolve(join(dir, `${model.name}.json`));
  for (const file of overwrite ? [] : [network, card]) await refuseExisting(file);
  await mkdir(dir, { recursive: true });
  if (facts.kind === 'synthesizer' && facts.styleEncoder) {
    // Named by its content: what is there already is the same.
    const { file, sha256 } = facts.styleEncoder;
    await writeWhole(resolve(join(dir, file)), await readNetwork(project, sha256));
  }
  await writeWhole(network, await readNetwork(project, model.sha256));
  await writeWhole(card, `${JSON.stringify(facts, null, 2)}\n`);
  return { network, card };
}

async function refuseExisting(file: string): Promise<void> {
  if (!(await stat(file).catch(() => undefined))) return;
  throw new FundusError('output-exists', 'There is such a file already', {
    file,
    hint: 'choose another folder, or add --overwrite',
  });
}

async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new FundusError('io', 'Cannot write the file', { file, cause });
  }
}
