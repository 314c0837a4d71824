import { ActionIcon, Tooltip } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';

const directions = {
  previous: { label: 'Previous image', key: '←', icon: ChevronLeft },
  next: { label: 'Next image', key: '→', icon: ChevronRight },
} as const;

export interface StepButtonProps {
  readonly direction: keyof typeof directions;
  /** The image there; null at the end of the list. */
  readonly to: number | null;
  readonly onStep: (id: number) => void;
}

/** From one image in detail to its neighbour; the screen binds the arrow key that it names. */
export function StepButton({ direction, to, onStep }: StepButtonProps) {
  const { label, key, icon: Icon } = directions[direction];
  return (
    <Tooltip label={`${label} (${key})`}>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={label}
        disabled={to === null}
        onClick={() => to !== null && onStep(to)}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
