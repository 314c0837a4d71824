import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { FolderOpen, FolderPlus, LockKeyhole, Play } from 'lucide-react';
import photograph from './pictures/photograph.jpg';
import synthetic from './pictures/synthetic.jpg';
import vessels from './pictures/vessels.png';
import { useProjectActions } from './project-actions.tsx';
import classes from './start.module.css';

/** What the product does, and the ways into it. */
export function Welcome() {
  const { askForNew, askForFolder, trySample, isBusy } = useProjectActions();
  return (
    <section className={classes.welcome}>
      <Stack gap="lg">
        <Title order={1} className={classes.title}>
          A few retinal photographs in, a larger labelled data set out
        </Title>
        <Text size="lg" className={classes.lead}>
          Fundus Studio finds the blood vessels in your photographs and lets you correct them by hand. From
          the vessels it makes new, synthetic photographs, as many as you need, each with its exact vessel
          mask. Networks come with it, and you can train your own on your images.
        </Text>
        <Group gap="sm">
          <Button size="md" leftSection={<Play size={18} />} onClick={trySample} loading={isBusy}>
            Try the sample
          </Button>
          <Button
            size="md"
            variant="default"
            leftSection={<FolderPlus size={18} />}
            onClick={() => askForNew()}
          >
            New project
          </Button>
          <Button size="md" variant="default" leftSection={<FolderOpen size={18} />} onClick={askForFolder}>
            Open
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          The sample has six photographs and takes less than a minute. To begin with your own, drop a folder
          of them anywhere in this window.
        </Text>
        <Group gap={8} wrap="nowrap" c="dimmed">
          <LockKeyhole size={16} aria-hidden style={{ flex: 'none' }} />
          <Text size="sm">Nothing leaves this machine: no upload, no account, no statistics.</Text>
        </Group>
      </Stack>
      <Cascade />
    </section>
  );
}

const steps = [
  { label: 'Photograph', picture: photograph, alt: 'A photograph of a healthy retina' },
  { label: 'Vessels', picture: vessels, alt: 'Its blood vessels, white on black' },
  { label: 'Synthetic', picture: synthetic, alt: 'A synthetic photograph with the same vessels' },
];

/** The three steps of the product on one eye of the sample. */
function Cascade() {
  return (
    <div className={classes.cascade}>
      {steps.map(({ label, picture, alt }) => (
        <figure key={label} className={classes.card}>
          <img src={picture} alt={alt} width={300} height={200} draggable={false} />
          <figcaption>{label}</figcaption>
        </figure>
      ))}
      <small className={classes.credit}>Photograph: HRF database, Budai et al. 2013, CC BY 4.0</small>
    </div>
  );
}
