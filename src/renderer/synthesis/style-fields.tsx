import { MultiSelect, NumberInput, Stack } from '@mantine/core';
import { formatCount } from '../ui/format.ts';
import { SegmentedField } from './segmented-field.tsx';
import { canBorrowStyles, type SettingsProps } from './settings.ts';

/** Where styles come from, and how many images of one mask there are, each in another style. */
export function StyleFields({ settings, images, synthesizers, onChange }: SettingsProps) {
  const { isBorrowed, styleOf, styles } = settings;
  const canBorrow = canBorrowStyles(settings, synthesizers);
  return (
    <Stack gap="xs">
      <SegmentedField
        label="Style"
        hint={
          canBorrow
            ? 'Colours, brightness and texture: drawn by the seed, or as in photographs that you choose.'
            : 'Drawn by the seed. This model cannot read the style of a photograph.'
        }
        value={isBorrowed && canBorrow ? 'borrowed' : 'random'}
        onChange={(value) => onChange({ isBorrowed: value === 'borrowed' })}
        data={[
          { value: 'random', label: 'Random' },
          { value: 'borrowed', label: 'Of photographs', disabled: !canBorrow },
        ]}
      />
      {isBorrowed && canBorrow && (
        <MultiSelect
          label="Photographs to borrow from"
          placeholder={styleOf.length === 0 ? 'Choose one or more' : undefined}
          searchable
          clearable
          limit={100}
          nothingFoundMessage="No such photograph"
          value={styleOf.filter((name) => images.some((image) => image.name === name))}
          onChange={(chosen) => onChange({ styleOf: chosen })}
          data={images.map(({ name }) => name)}
        />
      )}
      <NumberInput
        label="Styles of each mask"
        description={styles === 1 ? 'The next image is of the next mask.' : stylesText(styles)}
        min={1}
        max={1000}
        allowDecimal={false}
        clampBehavior="strict"
        value={styles}
        onChange={(value) => typeof value === 'number' && value >= 1 && onChange({ styles: value })}
      />
    </Stack>
  );
}

const stylesText = (styles: number) => `${formatCount(styles, 'image')} of a mask, then of the next.`;
