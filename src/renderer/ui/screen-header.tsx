import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './screen-header.module.css';

/** A screen's title, one line of what it is for, and at right its actions. */
export function ScreenHeader({
  title,
  description,
  children,
}: {
  title: string;
  description?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={classes.header}>
      <div className={classes.text}>
        <Title order={1} size="h3">
          {title}
        </Title>
        {description !== undefined && (
          <Text size="sm" c="dimmed">
            {description}
          </Text>
        )}
      </div>
      <Group gap="xs" wrap="nowrap">
        {children}
      </Group>
    </div>
  );
}
