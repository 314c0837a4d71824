import { Button, Center, Code, CopyButton, Group, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';

/** Catches what a screen's own boundary did not. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return <CrashPage error={this.state.error} />;
  }
}

/** What is shown instead of a screen that failed to draw. */
export function CrashPage({ error }: { error: unknown }) {
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return (
    <Center h="100%" p="xl" role="alert">
      <Stack maw={640}>
        <Title order={2}>This screen stopped working</Title>
        <Text>
          Your project is safe: everything is stored as you work. Load the screen again; if it stops once
          more, copy the details for a report. They hold no patient data beyond the file names they mention.
        </Text>
        <Code block mah={220} style={{ overflow: 'auto' }}>
          {details}
        </Code>
        <Group>
          <Button onClick={() => location.reload()}>Load again</Button>
          <CopyButton value={details}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy details'}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Center>
  );
}
