import { Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of a screen's content under a heading of its own. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="h5" mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}
