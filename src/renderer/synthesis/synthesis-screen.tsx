import { Button, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Brain, Images, ShieldAlert, Sparkles } from 'lucide-react';
import type { ImageItem } from '../../shared/api/images.ts';
import type { ModelInfo } from '../../shared/api/training.ts';
import { imagesQuery, modelsQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatCount, formatDuration } from '../ui/format.ts';
import { randomSeed } from '../ui/random-seed.ts';
import { EmptyState, Screen, ScreenColumns, ScreenHeader } from '../ui/screen.tsx';
import { useAction } from '../ui/use-action.tsx';
import { isActive, startJob, useJobs } from '../ui/work/jobs.ts';
import { MadeImages, RunningSynthesis } from './made-images.tsx';
import { defaultSettings, missingOf, readSettings, secondsPerImage, toRequest } from './settings.ts';
import { SettingsForm } from './settings-form.tsx';
import { countSources, sourcesOf } from './sources.ts';
import classes from './synthesis.module.css';

export function SynthesisScreen() {
  const images = useQuery(imagesQuery);
  const models = useQuery(modelsQuery);
  return (
    <Screen>
      <ScreenHeader
        title="Synthesis"
        description="New photographs from vessel masks: each is paired with its mask, so it is labelled."
      />
      {images.isError && <ErrorPanel error={images.error} onRetry={() => void images.refetch()} />}
      {models.isError && <ErrorPanel error={models.error} onRetry={() => void models.refetch()} />}
      {images.data && models.data && (
        <Synthesis
          images={images.data}
          synthesizers={models.data.filter(({ kind }) => kind === 'synthesizer')}
        />
      )}
    </Screen>
  );
}

interface SynthesisProps {
  readonly images: readonly ImageItem[];
  readonly synthesizers: readonly ModelInfo[];
}

function Synthesis({ images, synthesizers }: SynthesisProps) {
  const jobs = useJobs().filter(({ kind }) => kind === 'synthesize');
  const job = jobs.find(isActive) ?? jobs.at(-1);
  if (countSources(images).best === 0) return <NoMasks hasImages={images.length > 0} />;
  if (synthesizers.length === 0) return <NoSynthesizer />;
  return (
    <ScreenColumns side="wide">
      <Controls images={images} synthesizers={synthesizers} />
      <div className={classes.results}>
        {job && <RunningSynthesis job={job} />}
        <div className={classes.images}>
          <MadeImages job={job && isActive(job) ? job : undefined} />
        </div>
      </div>
    </ScreenColumns>
  );
}

function Controls({ images, synthesizers }: SynthesisProps) {
  const [settings, setSettings] = useLocalStorage({
    key: 'fundus-studio.synthesis',
    defaultValue: defaultSettings,
    deserialize: readSettings,
    getInitialValueInEffect: false,
  });
  const pace = secondsPerImage(useJobs());
  const start = useAction(startJob);
  const { sources } = sourcesOf(images, settings.masks, settings.diagnosis);
  const photographs = images.map(({ name }) => name);
  const missing = missingOf(settings, synthesizers, photographs);
  const submit = async () => {
    const options = toRequest(settings, synthesizers, photographs);
    const job = await start.run({ kind: 'synthesize', options });
    if (job && settings.isNewSeed) setSettings((before) => ({ ...before, seed: randomSeed() }));
  };
  return (
    <section className={classes.settings} aria-label="Settings of the synthesis">
      <div className={classes.fields}>
        <SettingsForm
          settings={settings}
          images={images}
          synthesizers={synthesizers}
          onChange={(part) => setSettings((before) => ({ ...before, ...part }))}
        />
      </div>
      <div className={classes.start}>
        <div className={classes.notice}>
          <ShieldAlert size={16} aria-hidden />
          <Text size="xs">
            An image carries the vessel tree of the photograph that its mask comes from, and a vessel tree can
            identify the patient. Share it only where you may share the mask.
          </Text>
        </div>
        <Button
          fullWidth
          leftSection={<Sparkles size={16} />}
          disabled={sources.length === 0 || missing !== null}
          loading={start.isRunning}
          onClick={submit}
        >
          Start: {formatCount(settings.count, 'image')}
        </Button>
        {missing && (
          <Text size="xs" c="dimmed" ta="center" mt={4}>
            {missing}
          </Text>
        )}
        {pace !== null && !missing && (
          <Text size="xs" c="dimmed" ta="center" mt={4}>
            about {formatDuration(pace * settings.count)}, at the pace of the last run
          </Text>
        )}
      </div>
    </section>
  );
}

function NoMasks({ hasImages }: { hasImages: boolean }) {
  return (
    <EmptyState
      icon={Images}
      title="There are no vessel masks yet"
      action={
        <Button component={Link} to="/images">
          {hasImages ? 'To the data set' : 'Import photographs'}
        </Button>
      }
    >
      {hasImages
        ? 'Select photographs in the data set and find their vessels with a segmenter, or import annotations.'
        : 'Synthetic images are made from the vessel masks of photographs: import some first.'}
    </EmptyState>
  );
}

function NoSynthesizer() {
  return (
    <EmptyState
      icon={Brain}
      title="The project has no synthesizer"
      action={
        <Button component={Link} to="/training">
          To the training
        </Button>
      }
    >
      Train one on annotated photographs; it takes half an hour to three hours on two cores.
    </EmptyState>
  );
}
