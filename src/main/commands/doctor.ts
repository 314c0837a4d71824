import type { DoctorReport, Part } from '../../shared/api/doctor.ts';
import { jsonOption, leafCommand, verboseOption } from './terminal/command.ts';
import { execute } from './terminal/execute.ts';
import { properties, sections, table } from './terminal/format.ts';

export function doctorCommand() {
  return leafCommand('doctor', 'Say what is installed, what is missing and the command that adds it', [
    'doctor',
    'doctor --json',
  ])
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((options) =>
      execute(options, async () => {
        const { tryParts } = await import('../doctor/doctor.ts');
        const report = await tryParts();
        const result = { document: report, text: reportText(report) };
        const broken = report.parts.filter(({ isRequired, isReady }) => isRequired && !isReady);
        if (broken.length === 0) return result;
        const names = broken.map(({ name }) => name).join(', ');
        return { ...result, incomplete: `the application cannot work without ${names}` };
      }),
    );
}

function reportText({ machine, parts }: DoctorReport): string {
  const gigabytes = (machine.memoryBytes / 1e9).toFixed(1);
  const missing = parts.filter(({ isReady }) => !isReady);
  return sections(
    properties([
      ['processor', `${machine.cpu}, ${machine.cores} cores`],
      ['instruction sets', machine.instructionSets.join(', ') || 'not known'],
      ['memory', `${gigabytes} GB`],
      ['system', machine.system],
    ]),
    table(
      [{ title: 'part' }, { title: 'state' }, { title: 'version' }, { title: 'for' }],
      parts.map((part) => [part.name, stateOf(part), part.version ?? '', part.purpose]),
    ),
    missing.flatMap(({ name, problem, remedy }) => [`${name}: ${problem}`, ...lineOf(remedy)]).join('\n'),
  );
}

const lineOf = (remedy: string | null) => (remedy === null ? [] : [`  ${remedy}`]);

const stateOf = ({ isReady, isRequired }: Part) =>
  isReady ? 'ready' : isRequired ? 'BROKEN' : 'not there (optional)';
