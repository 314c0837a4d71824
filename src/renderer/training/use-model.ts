import { useQueryClient } from '@tanstack/react-query';
import type { ModelInfo } from '../../shared/api/training.ts';
import { call } from '../api/client.ts';
import { useAction } from '../ui/use-action.tsx';

/** Makes a model the one that the project extracts vessels or synthesises with. */
export function useUseModel() {
  const client = useQueryClient();
  return useAction(
    async (model: Pick<ModelInfo, 'id' | 'name'>) => {
      await call('PUT /models/:id/current', { params: { id: model.id } });
      await Promise.all(['models', 'runs'].map((topic) => client.invalidateQueries({ queryKey: [topic] })));
      return model.name;
    },
    { success: (name) => `The project now uses ${name}` },
  );
}
