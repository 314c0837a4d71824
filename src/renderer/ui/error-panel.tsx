import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { describeError } from './errors.ts';

/** A failure in the service's own words: what happened, to which file, what to do. */
export function ErrorPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { message, file, hint } = describeError(error);
  return (
    <Alert color="red" icon={<TriangleAlert size={18} aria-hidden />} title={message} role="alert">
      <Stack gap="xs">
        {file !== undefined && <Code style={{ overflowWrap: 'anywhere' }}>{file}</Code>}
        {hint !== undefined && <Text size="sm">{hint}</Text>}
        {onRetry && (
          <Group>
            <Button size="xs" variant="default" onClick={onRetry}>
              Try again
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
