import { List, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ImageDetail } from '../../../shared/api/images.ts';
import { VerdictBadge } from '../../ui/badges.tsx';
import { formatCount, formatDate } from '../../ui/format.ts';
import { layoutNames } from '../labels.ts';
import classes from './detail.module.css';

export function DetailFacts({ image }: { image: ImageDetail }) {
  const { width, height, fieldAngle, fovDiameter, fov, sourceLayout, sourceFile, synthetic } = image;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Pixels', `${width} × ${height} (${((width * height) / 1e6).toFixed(1)} megapixels)`],
    ['Field angle', fieldAngle === null ? 'not known' : `${fieldAngle}°`],
    ['Field of view', `${Math.round(fovDiameter)} pixels across, ${fov.origin}`],
    ['Review', image.verdict ? <VerdictBadge key="verdict" verdict={image.verdict} /> : 'not yet'],
    ['Layout', layoutNames[sourceLayout] ?? sourceLayout],
    ['File', sourceFile],
    ['Imported', formatDate(image.createdAt)],
    ['Synthetic', synthetic === 0 ? 'none made from it' : `${formatCount(synthetic, 'image')} made from it`],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** What the file said of the patient or the camera, and does not say any more. */
export function StrippedMetadata({ stripped }: { stripped: readonly string[] }) {
  if (stripped.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The file held nothing beside its pixels.
      </Text>
    );
  }
  return (
    <>
      <Text size="sm" c="dimmed" mb={4}>
        Removed at import, so that the project’s copy names nobody. The pixels are untouched.
      </Text>
      <List size="sm" spacing={2}>
        {stripped.map((kind) => (
          <List.Item key={kind}>
            <b>{kind}</b>: {meaningOf(kind)}
          </List.Item>
        ))}
      </List>
    </>
  );
}

const meanings: Readonly<Record<string, string>> = {
  EXIF: 'camera, time and settings, at times the patient’s number',
  GPS: 'the place where it was taken',
  XMP: 'the editing history and names',
  IPTC: 'captions, authors, keywords',
  'ICC profile': 'the colour profile of the device',
  comment: 'free text',
  text: 'free text',
  thumbnail: 'a small copy of the picture, at times uncropped',
  other: 'data of the maker of the camera',
};

/** What a kind of metadata may give away, in plain words. */
const meaningOf = (kind: string): string => meanings[kind] ?? 'data beside the picture';
