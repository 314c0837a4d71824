import { Button, Group, Kbd, Text } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import type { SyntheticItem } from '../../../shared/api/synthetic.ts';
import { useShortcut } from '../../ui/shortcuts.ts';
import { StepButton } from '../../ui/step-button.tsx';
import { type DecisionChoice, decisionChoices } from '../decision-choices.ts';
import { type Decision, decisionOf } from '../filters.ts';
import type { GalleryActions } from '../gallery-actions.ts';
import { MoreLikeThis } from '../more-like-this.tsx';
import { UndoButtons } from '../undo-buttons.tsx';
import classes from './detail.module.css';
import type { DetailNavigation } from './use-detail-navigation.ts';

export interface DetailBarProps {
  readonly item: SyntheticItem;
  /** Undefined until it is known. */
  readonly model: string | undefined;
  readonly navigation: DetailNavigation;
  readonly actions: GalleryActions;
}

export function DetailBar({ item, model, navigation, actions }: DetailBarProps) {
  const { position, total, next, previous, open, close } = navigation;
  const decide = (decision: Decision) => {
    actions.decide([item], decision);
    if (decision !== 'undecided' && next !== null) open(next);
  };
  useShortcut('ArrowRight', () => next !== null && open(next), 'Next image');
  useShortcut('ArrowLeft', () => previous !== null && open(previous), 'Previous image');
  useShortcut('Escape', close, 'Back to the gallery');
  useShortcut('K', () => decide('kept'), 'Keep it and go on');
  useShortcut('D', () => decide('discarded'), 'Discard it and go on');
  useShortcut('U', () => decide('undecided'), 'Take the decision back');
  return (
    <div className={classes.bar}>
      <Button
        size="xs"
        variant="subtle"
        leftSection={<ArrowLeft size={15} aria-hidden />}
        rightSection={<Kbd size="xs">Esc</Kbd>}
        onClick={close}
      >
        Gallery
      </Button>
      <StepButton direction="previous" to={previous} onStep={open} />
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {position === null
          ? 'not among those shown'
          : `${position.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`}
      </Text>
      <StepButton direction="next" to={next} onStep={open} />
      <Group gap={6} ml="auto" wrap="nowrap">
        <UndoButtons edits={actions.edits} />
        {decisionChoices.map((choice) => (
          <DecisionButton
            key={choice.decision}
            choice={choice}
            isCurrent={decisionOf(item) === choice.decision}
            onDecide={decide}
          />
        ))}
        {model !== undefined && <MoreLikeThis item={item} model={model} />}
      </Group>
    </div>
  );
}

const currentColours: Record<Decision, string> = { kept: 'green', discarded: 'red', undecided: 'gray' };

interface DecisionButtonProps {
  readonly choice: DecisionChoice;
  readonly isCurrent: boolean;
  readonly onDecide: (decision: Decision) => void;
}

function DecisionButton({ choice, isCurrent, onDecide }: DecisionButtonProps) {
  const { decision, label, key, icon: Icon } = choice;
  return (
    <Button
      size="xs"
      variant={isCurrent ? 'light' : 'default'}
      color={isCurrent ? currentColours[decision] : 'gray'}
      aria-pressed={isCurrent}
      leftSection={<Icon size={15} aria-hidden />}
      rightSection={<Kbd size="xs">{key}</Kbd>}
      onClick={() => onDecide(decision)}
    >
      {label}
    </Button>
  );
}
