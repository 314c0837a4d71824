import { Group, Select } from '@mantine/core';
import type { ImageItem } from '../../../shared/api/images.ts';
import { diagnoses, diagnosisNames, diagnosisSchema, splitSchema, splits } from '../../../shared/domain.ts';
import { splitNames } from '../../ui/badges.tsx';
import type { DatasetActions } from '../use-dataset-actions.ts';

export function AssignSelects({ image, actions }: { image: ImageItem; actions: DatasetActions }) {
  return (
    <Group grow gap="xs">
      <Select
        size="xs"
        label="Class"
        placeholder="no class"
        clearable
        data={diagnoses.map((value) => ({ value, label: diagnosisNames[value] }))}
        value={image.diagnosis}
        onChange={(value) => actions.setClass([image], diagnosisSchema.nullable().parse(value))}
      />
      <Select
        size="xs"
        label="Split"
        placeholder="no split"
        clearable
        data={splits.map((value) => ({ value, label: splitNames[value] }))}
        value={image.split}
        onChange={(value) => actions.setSplit([image], splitSchema.nullable().parse(value))}
      />
    </Group>
  );
}
