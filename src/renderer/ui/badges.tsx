import { Badge, type BadgeProps } from '@mantine/core';
import type { Verdict } from '../../shared/api/images.ts';
import { type Diagnosis, diagnosisNames, type Split, splitNames } from '../../shared/domain.ts';

const classColours: Record<Diagnosis, string> = { h: 'teal', dr: 'orange', g: 'indigo' };

const splitColours: Record<Split, string> = { train: 'blue', val: 'grape', test: 'gray' };

export const verdictNames: Record<Verdict, string> = {
  accepted: 'accepted',
  'needs-work': 'needs work',
  rejected: 'rejected',
};
const verdictColours: Record<Verdict, string> = {
  accepted: 'green',
  'needs-work': 'yellow',
  rejected: 'red',
};

function Label(props: BadgeProps & { children: string }) {
  return <Badge variant="light" size="sm" tt="none" fw={500} {...props} />;
}

export function ClassBadge({ diagnosis }: { diagnosis: Diagnosis }) {
  return <Label color={classColours[diagnosis]}>{diagnosisNames[diagnosis]}</Label>;
}

export function SplitBadge({ split }: { split: Split }) {
  return <Label color={splitColours[split]}>{splitNames[split]}</Label>;
}

export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  return <Label color={verdictColours[verdict]}>{verdictNames[verdict]}</Label>;
}
