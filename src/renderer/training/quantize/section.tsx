import { Group, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { CopyCsv, type CopyCsvProps } from '../../ui/copy.tsx';
import classes from './quantize.module.css';

/** A part of the result, which can be copied. */
export function Section({
  title,
  csv,
  children,
}: {
  title: string;
  csv?: CopyCsvProps;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <Title order={3} size="h5" id={id}>
          {title}
        </Title>
        {csv && <CopyCsv {...csv} />}
      </Group>
      {children}
    </section>
  );
}
