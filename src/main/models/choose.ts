import type { ModelKind } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import { currentModel, type ModelRow, requireModel } from '../store/models.ts';
import type { Project } from '../store/project.ts';

/**
 * The model of that name, by default the kind's current one.
 * @throws FundusError 'no-data' when the project has none of the kind, 'not-found', 'bad-model' when it is of the other kind
 */
export async function chooseModel(project: Project, kind: ModelKind, name?: string): Promise<ModelRow> {
  if (name === undefined) {
    const current = await currentModel(project, kind);
    if (current) return current;
    throw new FundusError('no-data', `The project has no ${kind}`, {
      file: project.dir,
      hint: `train a ${kind} first`,
    });
  }
  const model = await requireModel(project, name);
  if (model.kind === kind) return model;
  throw new FundusError('bad-model', `"${name}" is not a ${kind}`);
}
