import { Group, type GroupProps, Radio, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './task-form.module.css';

export interface TaskFormProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
}

/** What is asked before long work begins. */
export function TaskForm({ title, description, children }: TaskFormProps) {
  return (
    <Stack gap="lg" className={classes.form ?? ''}>
      <div>
        <Title order={2} size="h4">
          {title}
        </Title>
        {description !== undefined && (
          <Text size="sm" c="dimmed">
            {description}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  );
}

/** Buttons at the end of a screen's content, in sight wherever it is scrolled to. */
export function ActionBar(props: GroupProps) {
  return <Group {...props} className={classes.actions ?? ''} />;
}

/** The cards of a group of radio buttons, side by side. */
export function Choices({ children }: { children: ReactNode }) {
  return <div className={classes.choices}>{children}</div>;
}

export interface ChoiceProps {
  readonly value: string;
  readonly title: string;
  readonly icon?: ReactNode;
  /** What matters most of it. */
  readonly summary?: string;
  readonly children: ReactNode;
}

/** One of a group of options that explain themselves. */
export function Choice({ value, title, icon, summary, children }: ChoiceProps) {
  return (
    <Radio.Card value={value} className={classes.choice ?? ''} radius="md">
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Radio.Indicator mt={2} />
        <div>
          <Group gap={6}>
            {icon && (
              <ThemeIcon size="sm" variant="transparent">
                {icon}
              </ThemeIcon>
            )}
            <Text fw={600}>{title}</Text>
          </Group>
          {summary !== undefined && <Text size="sm">{summary}</Text>}
          <Text size="sm" c="dimmed">
            {children}
          </Text>
        </div>
      </Group>
    </Radio.Card>
  );
}
