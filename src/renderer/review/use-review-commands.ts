import { useCommands } from '../ui/commands.ts';
import type { ReviewActions } from './use-review.ts';
import { verdictKeys } from './verdict-bar.tsx';

/** What the command palette offers for the image in hand. */
export function useReviewCommands(actions: ReviewActions): void {
  useCommands([
    ...verdictKeys.map(({ verdict, label, keys, icon }) => ({
      ...{ id: `review-${verdict}`, label: `${label}, and next image`, keys, icon },
      run: () => actions.judge(verdict),
    })),
    { id: 'review-next', label: 'Next image', keys: 'J', run: () => actions.go(1) },
    { id: 'review-previous', label: 'Previous image', keys: 'K', run: () => actions.go(-1) },
  ]);
}
