import { Text, UnstyledButton } from '@mantine/core';
import type { NearestPhotograph } from '../../../shared/api/synthetic.ts';
import classes from './detail.module.css';
import type { Reference } from './references.ts';

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
