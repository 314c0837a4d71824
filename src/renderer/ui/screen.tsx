import { Center, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import classes from './screen.module.css';

/** A whole screen: its header, and below what takes the rest of the height. */
export function Screen({ className, ...props }: ComponentProps<'div'>) {
  return <div {...props} className={className ? `${classes.screen} ${className}` : classes.screen} />;
}

export interface ScreenColumnsProps {
  /** A list, or settings beside what they make. */
  readonly side?: 'list' | 'wide';
  /** The column at the side and the main one, or the main one alone. Each scrolls for itself. */
  readonly children: ReactNode;
}

/** What is below a screen's header. */
export function ScreenColumns({ side = 'list', children }: ScreenColumnsProps) {
  return (
    <div className={classes.columns} data-side={side}>
      {children}
    </div>
  );
}

/** The main column, where it is one that is read from top to bottom. */
export function ScreenContent(props: ComponentProps<'div'>) {
  return <div {...props} className={classes.content} />;
}

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

/** What stands where there is nothing yet: why, and what to do next. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Center h="100%" p="xl">
      <Stack align="center" gap="sm" maw={460} ta="center">
        <ThemeIcon size={64} radius="xl" variant="light">
          <Icon size={30} strokeWidth={1.5} aria-hidden />
        </ThemeIcon>
        <Title order={2} size="h4">
          {title}
        </Title>
        {children !== undefined && (
          <Text c="dimmed" component="div">
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}
