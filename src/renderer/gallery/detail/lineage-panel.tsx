import { Anchor, Button, Group, Text, Timeline, Tooltip, UnstyledButton } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { Brain, Camera, Check, Copy, Image, Spline } from 'lucide-react';
import type { NearestPhotograph, SyntheticDetail } from '../../../shared/api/synthetic.ts';
import { diagnosisNames, splitNames } from '../../../shared/domain.ts';
import { formatDate } from '../../ui/format.ts';
import classes from './detail.module.css';
import { describeMask, lineageOf, type Reference } from './lineage.ts';

/** From the photograph over its masks and the synthesizer to the image. */
export function LineagePanel({ detail }: { detail: SyntheticDetail }) {
  const { source, masks, model, seed, style } = detail;
  const facts = [
    source.diagnosis && diagnosisNames[source.diagnosis],
    source.split && splitNames[source.split],
  ];
  const styleText = style.map((value) => value.toFixed(2)).join('  ');
  return (
    <>
      <Timeline bulletSize={22} lineWidth={2} active={-1} classNames={{ itemTitle: classes.event ?? '' }}>
        <Timeline.Item bullet={<Camera size={12} aria-hidden />} title="Photograph">
          <Anchor
            size="sm"
            renderRoot={(props) => <Link to="/images" search={{ image: source.id }} {...props} />}
          >
            {source.name}
          </Anchor>
          <Text size="xs" c="dimmed">
            {facts.filter(Boolean).join(', ')}
          </Text>
        </Timeline.Item>
        {masks.toReversed().map((mask) => (
          <Timeline.Item key={mask.id} bullet={<Spline size={12} aria-hidden />} title={describeMask(mask)}>
            <Text size="xs" c="dimmed">
              {formatDate(mask.createdAt)}
            </Text>
          </Timeline.Item>
        ))}
        <Timeline.Item bullet={<Brain size={12} aria-hidden />} title={`Synthesizer ${model.name}`}>
          <Text size="xs" c="dimmed">
            SHA-256 {model.sha256.slice(0, 12)}
          </Text>
          <Text size="xs">Seed {seed}</Text>
          <Tooltip label={styleText} multiline>
            <Text size="xs" c="dimmed" truncate>
              Style {styleText}
            </Text>
          </Tooltip>
        </Timeline.Item>
        <Timeline.Item bullet={<Image size={12} aria-hidden />} title="This image">
          <Text size="xs" c="dimmed">
            {diagnosisNames[detail.diagnosis]}, {formatDate(detail.createdAt)}
          </Text>
        </Timeline.Item>
      </Timeline>
      <CopyLineage detail={detail} />
    </>
  );
}

function CopyLineage({ detail }: { detail: SyntheticDetail }) {
  const clipboard = useClipboard();
  return (
    <Group mt="xs">
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={clipboard.copied ? <Check size={14} /> : <Copy size={14} />}
        onClick={() => clipboard.copy(JSON.stringify(lineageOf(detail), null, 2))}
      >
        {clipboard.copied ? 'Copied' : 'Copy lineage as JSON'}
      </Button>
    </Group>
  );
}

export interface ReferenceListProps {
  readonly references: readonly Reference[];
  readonly chosen: Reference['key'] | null;
  readonly nearest: NearestPhotograph | null | undefined;
  readonly onChoose: (key: Reference['key'] | null) => void;
}

/** The pictures to compare with: pressing one lays it under the image, pressing it again takes it away. */
export function ReferenceList({ references, chosen, nearest, onChoose }: ReferenceListProps) {
  return (
    <>
      <div className={classes.references}>
        {references.map(({ key, label, meaning, thumbnailUrl }) => (
          <UnstyledButton
            key={key}
            className={classes.reference ?? ''}
            aria-pressed={key === chosen}
            title={meaning}
            onClick={() => onChoose(key === chosen ? null : key)}
          >
            <img src={thumbnailUrl} alt="" decoding="async" />
            <Text size="xs" truncate>
              {label}
            </Text>
          </UnstyledButton>
        ))}
      </div>
      {nearest && <Distance nearest={nearest} />}
    </>
  );
}

function Distance({ nearest: { image, distance } }: { nearest: NearestPhotograph }) {
  return (
    <Text size="xs" c="dimmed" mt="xs">
      Of all photographs of the project, {image.name} looks most like it: the colours differ by{' '}
      <Text span fw={600} c="bright" inherit>
        {distance.toFixed(1)}
      </Text>{' '}
      of 255 levels (root mean square, both at 48 × 32 pixels). 0 would be a copy. It tells of colours and
      brightness, not of vessels: those are the source mask's in any case.
    </Text>
  );
}
