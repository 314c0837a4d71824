import { Checkbox, Slider, Stack, Text } from '@mantine/core';
import type { ImageDetail } from '../../../shared/api/images.ts';
import { formatDate } from '../../ui/format.ts';
import { cssColour } from '../../viewer/palette.ts';
import classes from './detail.module.css';
import { colourOf, describeVersion, type Overlays } from './overlays.ts';

/** The versions of the mask, each to be laid over the photograph, and the field of view. */
export function MaskList({ image, overlays }: { image: ImageDetail; overlays: Overlays }) {
  const { versions } = image;
  return (
    <Stack gap={8}>
      {versions.length === 0 && (
        <Text size="sm" c="dimmed">
          No vessel mask yet: extract the vessels, or import an annotation of this name.
        </Text>
      )}
      {versions.map((version) => (
        <Checkbox
          key={version.id}
          size="xs"
          checked={overlays.shown.has(version.id)}
          onChange={() => overlays.toggle(version.id)}
          label={
            <>
              <span className={classes.swatch} style={{ background: cssColour(colourOf(version)) }} />
              {describeVersion(version, versions)}
            </>
          }
          description={`version ${version.version} · ${formatDate(version.createdAt)}`}
        />
      ))}
      <Checkbox
        size="xs"
        checked={overlays.hasFov}
        onChange={({ currentTarget }) => overlays.setHasFov(currentTarget.checked)}
        label={
          <>
            <span className={classes.swatch} style={{ background: '#fff' }} />
            Field of view ({image.fov.origin})
          </>
        }
      />
      <Slider
        size="sm"
        mt={4}
        min={0.1}
        max={1}
        step={0.05}
        label={(value) => `${Math.round(100 * value)} %`}
        value={overlays.opacity}
        onChange={overlays.setOpacity}
        thumbLabel="Opacity of the masks"
      />
    </Stack>
  );
}
