import { Button, Stack, Text, Title } from '@mantine/core';
import { formatCount } from '../../ui/format.ts';
import { KeyTooltip, LabelledSlider } from '../controls.tsx';
import type { Editor } from '../editor.ts';
import { type EditorSettings, largestDiameter } from '../settings.ts';
import { type Store, useStore } from '../store.ts';
import { toolFacts } from '../tool-bar.tsx';

/** What the tool in hand does, and its settings. */
export function ToolPanel({
  editor,
  settings,
  extractVessels,
}: {
  editor: Editor;
  settings: Store<EditorSettings>;
  extractVessels: () => void;
}) {
  const tool = useStore(settings, (state) => state.tool);
  const { label, help } = toolFacts[tool];
  return (
    <Stack gap="xs">
      <Title order={2} size="sm">
        {label}
      </Title>
      <Text size="xs" c="dimmed">
        {help}
      </Text>
      {(tool === 'brush' || tool === 'eraser' || tool === 'line') && <BrushSize settings={settings} />}
      {(tool === 'holes' || tool === 'specks') && (
        <CleanOptions editor={editor} settings={settings} kind={tool} />
      )}
      {tool === 'threshold' && <ThresholdOptions editor={editor} extractVessels={extractVessels} />}
    </Stack>
  );
}

/** A brush of 200 pixels and one of 1 are both reached: the slider's steps grow with the size. */
const sliderOf = (size: number, largest: number) => Math.log(size) / Math.log(largest);
const sizeOf = (position: number, largest: number) => Math.round(largest ** position);

function BrushSize({ settings }: { settings: Store<EditorSettings> }) {
  const diameter = useStore(settings, (state) => state.diameter);
  return (
    <KeyTooltip label="Smaller [ and larger" keys="]" position="left">
      <div>
        <LabelledSlider
          name="Size"
          shown={formatCount(diameter, 'pixel')}
          min={0}
          max={1}
          step={0.005}
          value={sliderOf(diameter, largestDiameter)}
          onChange={(position) => settings.update({ diameter: sizeOf(position, largestDiameter) })}
        />
      </div>
    </KeyTooltip>
  );
}

const largestRegion = 5000;

function CleanOptions({
  editor,
  settings,
  kind,
}: {
  editor: Editor;
  settings: Store<EditorSettings>;
  kind: 'holes' | 'specks';
}) {
  const cleaning = useStore(editor.state, (state) => state.cleaning);
  const field = kind === 'holes' ? 'holeSize' : 'speckSize';
  const size = useStore(settings, (state) => state[field]);
  const noun = kind === 'holes' ? 'hole' : 'speck';
  const count = cleaning?.count ?? 0;
  return (
    <>
      <LabelledSlider
        name="Up to"
        shown={formatCount(size, 'pixel')}
        min={0}
        max={1}
        step={0.005}
        value={sliderOf(size, largestRegion)}
        onChange={(position) => settings.update({ [field]: sizeOf(position, largestRegion) })}
      />
      <Text size="sm" role="status">
        {count === 0
          ? `No ${noun} of this size`
          : `${formatCount(count, noun)}, ${formatCount(cleaning!.pixels, 'pixel')}`}
      </Text>
      <KeyTooltip label={toolFacts[kind].label} keys="Enter" position="left">
        <Button size="xs" disabled={count === 0} onClick={() => editor.applyCleaning()}>
          {kind === 'holes' ? `Fill ${formatCount(count, 'hole')}` : `Remove ${formatCount(count, 'speck')}`}
        </Button>
      </KeyTooltip>
    </>
  );
}

function ThresholdOptions({ editor, extractVessels }: { editor: Editor; extractVessels: () => void }) {
  const threshold = useStore(editor.state, (state) => state.threshold);
  if (!editor.threshold) {
    return (
      <>
        <Text size="sm">The vessels of this image have not been extracted yet.</Text>
        <Button size="xs" onClick={extractVessels}>
          Extract vessels
        </Button>
      </>
    );
  }
  return (
    <>
      <KeyTooltip label="Lower , and higher" keys="." position="left">
        <div>
          <LabelledSlider
            name="Probability"
            shown={`at least ${threshold.toFixed(2)}`}
            min={0.01}
            max={0.99}
            step={0.01}
            value={threshold}
            onChange={(value) => editor.previewThreshold(value)}
            onChangeEnd={() => editor.threshold?.settle()}
          />
        </div>
      </KeyTooltip>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          editor.previewThreshold(editor.usualThreshold);
          editor.threshold?.settle();
        }}
      >
        The segmenter's own, {editor.usualThreshold.toFixed(2)}
      </Button>
    </>
  );
}
