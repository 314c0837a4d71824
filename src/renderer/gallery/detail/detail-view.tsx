import {
  Button,
  type ButtonProps,
  Group,
  Kbd,
  NumberInput,
  Popover,
  Skeleton,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft, Sparkles } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { SyntheticItem } from '../../../shared/api/synthetic.ts';
import { fileUrl } from '../../api/client.ts';
import { nearestQuery, syntheticDetailQuery } from '../../api/queries.ts';
import { ClassBadge } from '../../ui/badges.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { formatCount } from '../../ui/format.ts';
import { StepButton } from '../../ui/lists/step-button.tsx';
import { randomSeed } from '../../ui/random-seed.ts';
import { useShortcut } from '../../ui/shortcuts.ts';
import { useAction } from '../../ui/use-action.tsx';
import { startJob } from '../../ui/work/jobs.ts';
import { type Decision, type DecisionChoice, decisionChoices, decisionOf } from '../filters.ts';
import type { GalleryActions } from '../gallery-actions.ts';
import { TagEditor } from '../tag-editor.tsx';
import { UndoButtons } from '../undo-buttons.tsx';
import type { DetailNavigation } from '../use-gallery-view.ts';
import classes from './detail.module.css';
import { type Reference, referencesOf } from './lineage.ts';
import { LineagePanel, ReferenceList } from './lineage-panel.tsx';
import { Stage } from './stage.tsx';

export interface DetailViewProps {
  readonly item: SyntheticItem;
  readonly navigation: DetailNavigation;
  readonly actions: GalleryActions;
  readonly knownTags: readonly string[];
}

/** One image, large, with what it descends from and what can be done with it. */
export function DetailView({ item, navigation, actions, knownTags }: DetailViewProps) {
  const detail = useQuery(syntheticDetailQuery(item.id));
  const nearest = useQuery(nearestQuery(item.id));
  const [chosen, setChosen] = useState<Reference['key'] | null>(null);
  const references = detail.data ? referencesOf(detail.data, nearest.data) : [];
  usePreloaded(navigation.next);
  const container = useRef<HTMLElement>(null);
  useEffect(() => container.current?.focus(), []);
  return (
    <section ref={container} className={classes.detail} aria-label={`Image ${item.name}`} tabIndex={-1}>
      <DetailBar item={item} model={detail.data?.model.name} navigation={navigation} actions={actions} />
      <Stage
        item={item}
        mask={detail.data?.maskSha256 ?? null}
        reference={references.find(({ key }) => key === chosen)}
      />
      <aside className={classes.panel} aria-label="About this image">
        <Stack gap="lg">
          <div>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {item.name}
            </Text>
            <Group gap="xs" mt={4}>
              <ClassBadge diagnosis={item.diagnosis} />
              <Text size="xs" c="dimmed">
                synthetic
              </Text>
            </Group>
          </div>
          {detail.isError && <ErrorPanel error={detail.error} onRetry={() => void detail.refetch()} />}
          <Part title="Compare with">
            {detail.data ? (
              <ReferenceList
                references={references}
                chosen={chosen}
                nearest={nearest.data}
                onChoose={setChosen}
              />
            ) : (
              <Skeleton h={180} />
            )}
            {nearest.isError && <ErrorPanel error={nearest.error} />}
          </Part>
          <Part title="Tags">
            <TagEditor
              items={[item]}
              known={knownTags}
              onAdd={(tag) => actions.tag([item], tag)}
              onRemove={(tag) => actions.untag([item], tag)}
            />
          </Part>
          <Part title="Lineage">{detail.data && <LineagePanel detail={detail.data} />}</Part>
        </Stack>
      </aside>
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Title order={2} size="h6" mb={6}>
        {title}
      </Title>
      {children}
    </div>
  );
}

/** Reads what the next image will show, so that it is there when its turn comes. */
function usePreloaded(id: number | null): void {
  const client = useQueryClient();
  useEffect(() => {
    if (id === null) return;
    void client
      .ensureQueryData(syntheticDetailQuery(id))
      .then(({ sha256 }) => {
        new Image().src = fileUrl(sha256, 'png');
      })
      // The detail view asks again, and shows what went wrong.
      .catch(() => undefined);
  }, [client, id]);
}

export interface DetailBarProps {
  readonly item: SyntheticItem;
  /** Undefined until it is known. */
  readonly model: string | undefined;
  readonly navigation: DetailNavigation;
  readonly actions: GalleryActions;
}

function DetailBar({ item, model, navigation, actions }: DetailBarProps) {
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

export interface MoreLikeThisProps extends ButtonProps {
  readonly item: SyntheticItem;
  /** Name of the model that made it. */
  readonly model: string;
}

/** Asks how many, and makes them of the same mask and class in styles near the image's. */
function MoreLikeThis({ item, model, ...button }: MoreLikeThisProps) {
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
