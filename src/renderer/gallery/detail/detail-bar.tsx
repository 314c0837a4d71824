import { ActionIcon, Button, Group, Kbd, Text, Tooltip } from '@mantine/core';
import { ArrowLeft, ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SyntheticItem } from '../../../shared/api/synthetic.ts';
import { useShortcut } from '../../ui/shortcuts.ts';
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
      <Step label="Previous image" to={previous} onStep={open} icon={<ChevronLeft size={18} />} />
      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
        {position === null
          ? 'not among those shown'
          : `${position.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`}
      </Text>
      <Step label="Next image" to={next} onStep={open} icon={<ChevronRight size={18} />} />
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

interface StepProps {
  readonly label: string;
  readonly to: number | null;
  readonly icon: ReactNode;
  readonly onStep: (id: number) => void;
}

function Step({ label, to, icon, onStep }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        aria-label={label}
        disabled={to === null}
        onClick={() => to !== null && onStep(to)}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
