import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import type { ModelKind, Sha256 } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import { now, parseColumn, required } from './columns.ts';
import type { Project } from './project.ts';
import type { ModelsTable } from './schema.ts';

export interface ModelRow extends Omit<Selectable<ModelsTable>, 'card' | 'isCurrent'> {
  /** As registered; see the model card's schema. */
  readonly card: unknown;
  readonly isCurrent: boolean;
}

export interface NewModel extends Pick<Insertable<ModelsTable>, 'name' | 'kind' | 'sha256' | 'runId'> {
  /** Anything that JSON can hold. */
  readonly card: unknown;
}

/**
 * Registers a network whose ONNX file is stored ("onnx") or comes with the program, and makes it its kind's current
 * one, unless told not to. A network that is there already, known by its content, keeps its row. A name that is taken
 * gets a number: "unet-2".
 */
export async function registerModel(
  project: Project,
  model: NewModel,
  { current = true }: { readonly current?: boolean } = {},
): Promise<ModelRow> {
  const isCurrent = current ? 1 : 0;
  const id = await project.db.transaction().execute(async (transaction) => {
    // The update comes first: it takes the write lock that the reads below rely on.
    const others = transaction.updateTable('models').where('kind', '=', model.kind);
    await (current ? others.set({ isCurrent: 0 }) : others.set({ kind: model.kind })).execute();
    const rows = await transaction.selectFrom('models').select(['id', 'name', 'sha256']).execute();
    const known = rows.find((row) => row.sha256 === model.sha256);
    if (known) {
      if (current) {
        await transaction.updateTable('models').set({ isCurrent }).where('id', '=', known.id).execute();
      }
      return known.id;
    }
    const name = freeName(
      model.name,
      rows.map((row) => row.name),
    );
    const values = { ...model, name, card: JSON.stringify(model.card), isCurrent, createdAt: now() };
    const row = await transaction
      .insertInto('models')
      .values(values)
      .returning('id')
      .executeTakeFirstOrThrow();
    return row.id;
  });
  return getModel(project, id);
}

/** The models, oldest first. */
export async function listModels(project: Project, kind?: ModelKind): Promise<ModelRow[]> {
  let query = project.db.selectFrom('models').selectAll();
  if (kind) query = query.where('kind', '=', kind);
  return (await query.orderBy('id').execute()).map(toModelRow);
}

/** @throws FundusError 'not-found' */
export async function getModel(project: Project, id: number): Promise<ModelRow> {
  const row = await project.db.selectFrom('models').selectAll().where('id', '=', id).executeTakeFirst();
  return toModelRow(required(row, `model ${id}`));
}

export async function currentModel(project: Project, kind: ModelKind): Promise<ModelRow | undefined> {
  return (await listModels(project, kind)).find((model) => model.isCurrent);
}

export async function findModelByName(project: Project, name: string): Promise<ModelRow | undefined> {
  const row = await project.db.selectFrom('models').selectAll().where('name', '=', name).executeTakeFirst();
  return row && toModelRow(row);
}

/** @throws FundusError 'not-found' */
export async function requireModel(project: Project, name: string): Promise<ModelRow> {
  const model = await findModelByName(project, name);
  if (model) return model;
  const names = (await listModels(project)).map((row) => row.name);
  throw new FundusError('not-found', `The project has no model "${name}"`, {
    hint: names.length > 0 ? `it has ${names.join(', ')}` : 'it has none yet',
  });
}

export async function findModelBySha256(project: Project, sha256: Sha256): Promise<ModelRow | undefined> {
  const row = await project.db
    .selectFrom('models')
    .selectAll()
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return row && toModelRow(row);
}

/** Makes a model its kind's current one. @throws FundusError 'not-found' */
export async function setCurrentModel(project: Project, id: number): Promise<void> {
  const { kind } = await getModel(project, id);
  await project.db.transaction().execute(async (transaction) => {
    await transaction.updateTable('models').set({ isCurrent: 0 }).where('kind', '=', kind).execute();
    await transaction.updateTable('models').set({ isCurrent: 1 }).where('id', '=', id).execute();
  });
}

/** Replaces a model's card, anything that JSON can hold. */
export async function setModelCard(project: Project, id: number, card: unknown): Promise<void> {
  await project.db
    .updateTable('models')
    .set({ card: JSON.stringify(card) })
    .where('id', '=', id)
    .execute();
}

function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  for (let number = 2; taken.includes(name); number++) name = `${wanted}-${number}`;
  return name;
}

function toModelRow(row: Selectable<ModelsTable>): ModelRow {
  return {
    ...row,
    card: parseColumn(z.unknown(), row.card, 'models.card'),
    isCurrent: row.isCurrent === 1,
  };
}
