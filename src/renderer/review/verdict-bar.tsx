import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { Check, ChevronLeft, ChevronRight, Flag, type LucideIcon, X } from 'lucide-react';
import type { ImageItem, Verdict } from '../../shared/api/images.ts';
import { ClassBadge, SplitBadge } from '../ui/badges.tsx';
import { KeyTooltip } from './controls.tsx';
import { hasMask } from './filter.ts';
import classes from './review.module.css';
import type { ReviewActions } from './use-review.ts';

export const verdictKeys: readonly {
  verdict: Verdict;
  label: string;
  keys: string;
  icon: LucideIcon;
  colour: string;
}[] = [
  { verdict: 'accepted', label: 'Accept', keys: 'A', icon: Check, colour: 'green' },
  { verdict: 'needs-work', label: 'Needs work', keys: 'N', icon: Flag, colour: 'yellow' },
  { verdict: 'rejected', label: 'Reject', keys: 'R', icon: X, colour: 'red' },
];

/** Which image it is, what is said of its mask, and the way to the next. */
export function VerdictBar({ image, actions }: { image: ImageItem; actions: ReviewActions }) {
  return (
    <header className={classes.verdicts}>
      <Group gap="xs" wrap="nowrap" miw={0}>
        <Text component="h1" fw={600} truncate title={image.name}>
          {image.name}
        </Text>
        {image.diagnosis && <ClassBadge diagnosis={image.diagnosis} />}
        {image.split && <SplitBadge split={image.split} />}
      </Group>
      <Group gap={6} wrap="nowrap">
        {verdictKeys.map(({ verdict, label, keys, icon: Icon, colour }) => {
          const isGiven = image.verdict === verdict;
          return (
            <KeyTooltip
              key={verdict}
              label={isGiven ? `${label}: take back` : label}
              keys={isGiven ? 'U' : keys}
            >
              <Button
                size="xs"
                variant={isGiven ? 'filled' : 'default'}
                {...(isGiven && { color: colour })}
                leftSection={<Icon size={15} aria-hidden />}
                aria-pressed={isGiven}
                disabled={verdict === 'accepted' && !hasMask(image)}
                onClick={() => (isGiven ? actions.takeBack() : actions.give(verdict))}
              >
                {label}
              </Button>
            </KeyTooltip>
          );
        })}
        <KeyTooltip label="Previous image" keys="K">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Previous image"
            onClick={() => actions.go(-1)}
          >
            <ChevronLeft size={18} aria-hidden />
          </ActionIcon>
        </KeyTooltip>
        <KeyTooltip label="Next image" keys="J">
          <ActionIcon variant="subtle" color="gray" aria-label="Next image" onClick={() => actions.go(1)}>
            <ChevronRight size={18} aria-hidden />
          </ActionIcon>
        </KeyTooltip>
      </Group>
    </header>
  );
}
