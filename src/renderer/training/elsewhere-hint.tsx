import { Alert, Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Server } from 'lucide-react';
import { shellWord } from '../../shared/shell-word.ts';
import { CommandLine } from '../ui/copy.tsx';
import { useProject } from '../ui/use-project.ts';

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
