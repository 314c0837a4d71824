import { Autocomplete, Checkbox, MultiSelect, Radio, Stack, Title } from '@mantine/core';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import type { ExportSelection } from '../../shared/jobs/requests.ts';

type Change = (selection: ExportSelection) => void;

/** Which images, and in which form. */
export function SelectionForm({
  selection,
  onChange,
  images,
}: {
  selection: ExportSelection;
  onChange: Change;
  images: readonly SyntheticItem[];
}) {
  return (
    <>
      <Stack gap="sm" component="section">
        <Title order={2} size="h5">
          Which images
        </Title>
        <WhichImages selection={selection} onChange={onChange} images={images} />
      </Stack>
      <Stack gap="sm" component="section">
        <Title order={2} size="h5">
          In which form
        </Title>
        <Checkbox
          label="Divided into training, validation and test"
          description="70, 15 and 15 %, one person’s vessels never on both sides"
          checked={selection.split}
          onChange={({ currentTarget }) => onChange({ ...selection, split: currentTarget.checked })}
        />
        <Checkbox
          label="A zip archive beside the folder"
          description="The same files in one, to send or to upload"
          checked={selection.zip}
          onChange={({ currentTarget }) => onChange({ ...selection, zip: currentTarget.checked })}
        />
        <Licence selection={selection} onChange={onChange} />
      </Stack>
    </>
  );
}

function WhichImages({
  selection,
  onChange,
  images,
}: {
  selection: ExportSelection;
  onChange: Change;
  images: readonly SyntheticItem[];
}) {
  const kept = images.filter(({ isKept }) => isKept === true).length;
  const discarded = images.filter(({ isKept }) => isKept === false).length;
  const tags = tagCounts(images);
  return (
    <>
      <Radio.Group
        aria-label="Which images"
        value={selection.which}
        onChange={(value) => onChange({ ...selection, which: value === 'kept' ? 'kept' : 'not-discarded' })}
      >
        <Stack gap="xs">
          <Radio
            value="not-discarded"
            label={`All that were not discarded (${images.length - discarded})`}
            description={
              discarded > 0
                ? `Without the ${discarded.toLocaleString('en-GB')} discarded in the gallery`
                : null
            }
          />
          <Radio
            value="kept"
            label={`Only those marked “keep” in the gallery (${kept})`}
            disabled={kept === 0}
          />
        </Stack>
      </Radio.Group>
      {tags.length > 0 && (
        <MultiSelect
          label="Only with one of these tags"
          placeholder={selection.tags?.length ? '' : 'whatever their tags'}
          data={tags.map(([tag, count]) => ({ value: tag, label: `${tag} (${count})` }))}
          value={selection.tags ?? []}
          onChange={(chosen) => onChange(withTags(selection, chosen))}
          clearable
        />
      )}
    </>
  );
}

const licences = ['CC-BY-4.0', 'CC-BY-SA-4.0', 'CC-BY-NC-4.0', 'CC-BY-NC-SA-4.0', 'CC0-1.0'];

function Licence({ selection, onChange }: { selection: ExportSelection; onChange: Change }) {
  return (
    <Autocomplete
      label="Licence"
      description="Left empty: what the licences of the sources allow"
      placeholder="as the sources allow"
      data={licences}
      maxLength={200}
      value={selection.licence ?? ''}
      onChange={(text) => onChange(withLicence(selection, text))}
      clearable
    />
  );
}

function withTags({ tags: _, ...selection }: ExportSelection, tags: string[]): ExportSelection {
  return tags.length > 0 ? { ...selection, tags } : selection;
}

function withLicence({ licence: _, ...selection }: ExportSelection, licence: string): ExportSelection {
  return licence.trim() === '' ? selection : { ...selection, licence };
}

function tagCounts(images: readonly SyntheticItem[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { tags } of images) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b));
}
