import { Badge, Group, Text } from '@mantine/core';
import { formatCount } from '../../ui/format.ts';
import { layoutNames } from '../layout-names.ts';
import type { PreviewSummary } from './preview-summary.ts';

/** "30 photographs recognised: 30 HRF · 30 annotated · ..." */
export function PreviewHeadline({ summary }: { summary: PreviewSummary }) {
  const { images, layouts, annotated, withFov, placedMasks } = summary;
  return (
    <Group gap="xs">
      <Text fw={600}>
        {images > 0
          ? `${formatCount(images, 'photograph')} recognised`
          : `${formatCount(placedMasks, 'mask')} for images of the project recognised`}
      </Text>
      {layouts.map(([layout, count]) => (
        <Badge key={layout} variant="light" tt="none">
          {layouts.length > 1 ? `${count} × ` : ''}
          {layoutNames[layout] ?? layout}
        </Badge>
      ))}
      {images > 0 && (
        <Text size="sm" c="dimmed">
          {annotated} with a vessel annotation · {withFov} with a field of view
          {placedMasks > 0 && ` · ${formatCount(placedMasks, 'more mask')} for images of the project`}
        </Text>
      )}
    </Group>
  );
}
