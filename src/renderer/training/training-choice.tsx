import { Alert, Anchor, Radio, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Brush, type LucideIcon, Server, Sparkles } from 'lucide-react';
import type { TrainingChoices, TrainingPreset } from '../../shared/api/training.ts';
import { type ModelKind, modelKinds } from '../../shared/domain.ts';
import { shellWord } from '../../shared/quoting.ts';
import { CommandLine } from '../ui/copy.tsx';
import { formatCount, formatDuration } from '../ui/format.ts';
import { Choice, Choices } from '../ui/task-form.tsx';
import { useProject } from '../ui/use-project.ts';

const kinds: Record<ModelKind, { title: string; icon: LucideIcon; purpose: string; needs: string }> = {
  segmenter: {
    title: 'Segmenter',
    icon: Brush,
    purpose: 'Finds the vessels in a photograph: a U-Net that makes masks.',
    needs: 'Needs annotated photographs in the split “training”.',
  },
  synthesizer: {
    title: 'Synthesizer',
    icon: Sparkles,
    purpose:
      'Makes a new photograph from a vessel mask and a class: a generator trained against discriminators.',
    needs: 'Needs annotated photographs in the split “training”, best of every class.',
  },
};

export interface KindChoiceProps {
  readonly kind: ModelKind;
  readonly choices: TrainingChoices;
  readonly onChange: (kind: ModelKind) => void;
}

export function KindChoice({
  kind,
  choices: { trainingImages, validationImages },
  onChange,
}: KindChoiceProps) {
  const has = `The project has ${trainingImages}${
    validationImages > 0 ? `, and ${validationImages} for validation` : ''
  }.`;
  return (
    <Radio.Group label="What to train" value={kind} onChange={(value) => onChange(value as ModelKind)}>
      <Choices>
        {modelKinds.map((value) => {
          const { title, icon: Icon, purpose, needs } = kinds[value];
          return (
            <Choice key={value} value={value} title={title} icon={<Icon size={18} aria-hidden />}>
              {purpose} {needs} {has}
            </Choice>
          );
        })}
      </Choices>
    </Radio.Group>
  );
}

/** "About 30 min", "Less than a minute" */
export const aboutMinutes = (minutes: number) =>
  minutes < 1 ? 'Less than a minute' : `About ${formatDuration(60 * Math.round(minutes))}`;

export type PresetChoice = 'quick' | 'standard' | 'own';

export interface PresetPickerProps {
  readonly presets: Readonly<Record<'quick' | 'standard', TrainingPreset>>;
  readonly value: PresetChoice;
  readonly ownMinutes: number;
  readonly onChange: (preset: PresetChoice) => void;
}

export function PresetPicker({
  presets: { quick, standard },
  value,
  ownMinutes,
  onChange,
}: PresetPickerProps) {
  const about = (minutes: number) => `${aboutMinutes(minutes)} on two cores`;
  const steps = ({ settings }: TrainingPreset) => formatCount(Number(settings.steps), 'step');
  return (
    <Radio.Group label="How" value={value} onChange={(chosen) => onChange(chosen as PresetChoice)}>
      <Choices>
        <Choice value="quick" title="Quick">
          {about(quick.minutes)}, {steps(quick)}: to see whether the data work.
        </Choice>
        <Choice value="standard" title="Standard">
          {about(standard.minutes)}, {steps(standard)}: for a network to work with.
        </Choice>
        <Choice value="own" title="Own settings">
          {about(ownMinutes)}. Begins with the standard ones; each is explained.
        </Choice>
      </Choices>
    </Radio.Group>
  );
}

/** The training for which a laptop is too slow, and how a machine with a GPU does it. */
export function ElsewhereHint() {
  const project = useProject();
  if (!project) return null;
  return (
    <Alert color="gray" icon={<Server size={18} aria-hidden />} title="The full training needs a GPU">
      <Text size="sm" mb={6}>
        It makes finer pictures, of 512 × 384 pixels (preset “large”: 1024 × 768), and takes days on a laptop.
        This command writes it as one file, to{' '}
        <Anchor
          component={Link}
          to="/help"
          hash="on-a-machine-with-a-gpu"
          inherit
          c="inherit"
          underline="always"
        >
          train on a server and take home
        </Anchor>
        :
      </Text>
      <CommandLine
        command={`fundus train synthesizer ${shellWord(project.dir)} --preset full --bundle training.zip`}
      />
    </Alert>
  );
}
