import { Button, Text } from '@mantine/core';
import type { Editor } from '../editor.ts';
import { KeyTooltip } from '../key-tooltip.tsx';
import { useStore } from '../store.ts';
import { LabelledSlider } from './labelled-slider.tsx';

export function ThresholdOptions({ editor, extractVessels }: { editor: Editor; extractVessels: () => void }) {
  const threshold = useStore(editor.state, (state) => state.threshold);
  if (!editor.threshold) {
    return (
      <>
        <Text size="sm">This image has no prediction yet.</Text>
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
