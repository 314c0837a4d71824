import {
  ActionIcon,
  Checkbox,
  Input,
  MultiSelect,
  NumberInput,
  Radio,
  SegmentedControl,
  type SegmentedControlProps,
  Select,
  Stack,
  Text,
  Tooltip,
} from '@mantine/core';
import { Dices } from 'lucide-react';
import { useId } from 'react';
import type { ImageItem } from '../../shared/api/images.ts';
import type { ModelInfo } from '../../shared/api/training.ts';
import { diagnosisNames, diagnosisSchema } from '../../shared/domain.ts';
import { type MaskChoice, maskChoices } from '../../shared/jobs/requests.ts';
import { formatCount } from '../ui/format.ts';
import { orderModels } from '../ui/model-order.ts';
import { randomSeed } from '../ui/random-seed.ts';
import { MaskPreview } from './mask-preview.tsx';
import { canBorrowStyles, type SettingsProps, synthesizerLabel } from './settings.ts';
import { countSources } from './sources.ts';

export function SettingsForm(props: SettingsProps) {
  const { settings, images, synthesizers, onChange } = props;
  const { masks, diagnosis, count } = settings;
  return (
    <Stack gap="md">
      <MaskPicker value={masks} images={images} onChange={(chosen) => onChange({ masks: chosen })} />
      <SegmentedField
        label="Class"
        hint={
          diagnosis === null
            ? 'Each image shows the class of the photograph that its mask comes from.'
            : `All images show: ${diagnosisNames[diagnosis]}.`
        }
        value={diagnosis ?? 'own'}
        onChange={(value) => onChange({ diagnosis: diagnosisSchema.safeParse(value).data ?? null })}
        data={[
          { value: 'own', label: 'Its own' },
          { value: 'h', label: 'Healthy' },
          { value: 'dr', label: 'DR' },
          { value: 'g', label: 'Glaucoma' },
        ]}
      />
      <NumberInput
        label="How many images"
        min={1}
        max={1_000_000}
        allowDecimal={false}
        clampBehavior="strict"
        thousandSeparator=","
        value={count}
        onChange={(value) => typeof value === 'number' && value >= 1 && onChange({ count: value })}
      />
      <StyleFields {...props} />
      <MaskPreview
        images={images}
        choice={masks}
        diagnosis={diagnosis}
        count={Math.ceil(count / settings.styles)}
        perMask={settings.styles}
      />
      <SeedField settings={settings} onChange={onChange} />
      <ModelPicker
        value={settings.model}
        synthesizers={synthesizers}
        onChange={(model) => onChange({ model })}
      />
    </Stack>
  );
}

const choiceTexts: Record<MaskChoice, { label: string; meaning: string }> = {
  best: {
    label: 'Best of each photograph',
    meaning: 'the annotation or edited mask, else the extracted one',
  },
  annotated: { label: 'Annotated', meaning: 'drawn or edited by a person' },
  reviewed: { label: 'Reviewed', meaning: 'of photographs accepted in Review' },
  predicted: { label: 'Extracted', meaning: 'found by a segmenter' },
};

interface MaskPickerProps {
  readonly value: MaskChoice;
  readonly images: readonly ImageItem[];
  readonly onChange: (choice: MaskChoice) => void;
}

function MaskPicker({ value, images, onChange }: MaskPickerProps) {
  const counts = countSources(images);
  return (
    <Radio.Group label="Masks" value={value} onChange={(chosen) => onChange(chosen as MaskChoice)}>
      <Stack gap={6} mt={4}>
        {maskChoices.map((choice) => (
          <Radio
            key={choice}
            size="sm"
            value={choice}
            disabled={counts[choice] === 0}
            label={choiceTexts[choice].label}
            description={`${formatCount(counts[choice], 'photograph')}: ${choiceTexts[choice].meaning}`}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function SeedField({
  settings: { seed, isNewSeed },
  onChange,
}: Pick<SettingsProps, 'settings' | 'onChange'>) {
  return (
    <Stack gap={6}>
      <NumberInput
        label="Seed"
        description="The same seed and settings make the same images again."
        min={0}
        max={4_294_967_295}
        allowDecimal={false}
        clampBehavior="strict"
        hideControls
        value={seed}
        onChange={(value) => typeof value === 'number' && onChange({ seed: value })}
        rightSection={
          <Tooltip label="Another seed">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label="Another seed"
              onClick={() => onChange({ seed: randomSeed() })}
            >
              <Dices size={18} />
            </ActionIcon>
          </Tooltip>
        }
      />
      <Checkbox
        size="xs"
        label="A new seed after every start"
        checked={isNewSeed}
        onChange={(event) => onChange({ isNewSeed: event.currentTarget.checked })}
      />
    </Stack>
  );
}

interface ModelPickerProps {
  readonly value: string | null;
  readonly synthesizers: readonly ModelInfo[];
  readonly onChange: (name: string | null) => void;
}

function ModelPicker({ value, synthesizers, onChange }: ModelPickerProps) {
  const names = synthesizers.map(({ name }) => name);
  const current = synthesizers.find(({ isCurrent }) => isCurrent);
  return (
    <Select
      label="Model"
      description="It decides how large the images are."
      allowDeselect={false}
      value={value !== null && names.includes(value) ? value : ''}
      onChange={(chosen) => onChange(chosen || null)}
      data={[
        { value: '', label: `The project's: ${current ? synthesizerLabel(current) : 'none chosen'}` },
        ...orderModels(synthesizers).map((model) => ({ value: model.name, label: synthesizerLabel(model) })),
      ]}
    />
  );
}

/** Where styles come from, and how many images of one mask there are, each in another style. */
function StyleFields({ settings, images, synthesizers, onChange }: SettingsProps) {
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

export interface SegmentedFieldProps extends Pick<SegmentedControlProps, 'value' | 'onChange' | 'data'> {
  readonly label: string;
  /** What the present choice means. */
  readonly hint: string;
}

/** One of a few options side by side, under a label. */
function SegmentedField({ label, hint, ...control }: SegmentedFieldProps) {
  const id = useId();
  return (
    <div>
      <Input.Label id={id} component="div">
        {label}
      </Input.Label>
      <SegmentedControl fullWidth size="xs" aria-labelledby={id} {...control} />
      <Text size="xs" c="dimmed" mt={4}>
        {hint}
      </Text>
    </div>
  );
}
