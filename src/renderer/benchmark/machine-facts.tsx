import type { MachineDescription } from '../../shared/api/benchmark.ts';
import { machineFacts } from '../../shared/benchmark-text.ts';
import classes from './benchmark.module.css';

/** What a machine is, and the versions of what computes. */
export function MachineFacts({ machine }: { machine: MachineDescription }) {
  return (
    <dl className={classes.facts}>
      {machineFacts(machine).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
