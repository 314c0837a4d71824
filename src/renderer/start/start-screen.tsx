import { Button, Group } from '@mantine/core';
import { useProjectActions } from './project-actions.tsx';

export function StartScreen() {
  const { askForNew, askForFolder, trySample } = useProjectActions();
  return (
    <Group p="lg">
      <Button onClick={trySample}>Try the sample</Button>
      <Button onClick={() => askForNew()}>New project</Button>
      <Button onClick={askForFolder}>Open</Button>
    </Group>
  );
}
