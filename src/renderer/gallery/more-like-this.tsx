import { Button, type ButtonProps, NumberInput, Popover, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import { formatCount } from '../ui/format.ts';
import { startJob } from '../ui/jobs.ts';
import { randomSeed } from '../ui/random-seed.ts';
import { useAction } from '../ui/use-action.tsx';

export interface MoreLikeThisProps extends ButtonProps {
  readonly item: SyntheticItem;
  /** Name of the model that made it. */
  readonly model: string;
}

/** Asks how many, and makes them of the same mask and class in styles near the image's. */
export function MoreLikeThis({ item, model, ...button }: MoreLikeThisProps) {
  const [isOpen, setOpen] = useState(false);
  const [count, setCount] = useState(8);
  const navigate = useNavigate();
  const start = useAction(startJob, {
    success: `${formatCount(count, 'image')} like ${item.name} in the queue`,
  });
  const submit = async () => {
    const options = { count, seed: randomSeed(), like: item.id, model };
    if (await start.run({ kind: 'synthesize', options })) await navigate({ to: '/synthesis' });
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} width={260} position="bottom-end" trapFocus withArrow>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<Sparkles size={14} aria-hidden />}
          {...button}
          onClick={() => setOpen((before) => !before)}
        >
          More like this
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text size="sm">The same mask and class, in styles near this one.</Text>
          <NumberInput
            label="How many"
            min={1}
            max={1000}
            allowDecimal={false}
            clampBehavior="strict"
            value={count}
            onChange={(value) => typeof value === 'number' && value >= 1 && setCount(value)}
          />
          <Button size="xs" loading={start.isRunning} onClick={submit}>
            Start
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
