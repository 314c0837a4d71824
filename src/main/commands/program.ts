import packageJson from '../../../package.json' with { type: 'json' };
import { requireServedSystem } from '../runtime/systems.ts';
import { benchmarkCommand } from './benchmark.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { modelsCommand } from './models.ts';
import { createCommand, infoCommand } from './project.ts';
import { quantizeCommand } from './quantize.ts';
import { evaluateCommand, segmentCommand } from './segment.ts';
import { synthesizeCommand } from './synthesize.ts';
import { commandGroup } from './terminal/command.ts';
import { importRunCommand, trainCommand } from './train.ts';

const workflow = `
A first project:
  $ fundus create eyes                        make a project
  $ fundus import eyes ~/HRF                  add photographs, vessel masks, field-of-view masks
  $ fundus segment eyes                       extract a vessel mask from every photograph
  $ fundus synthesize eyes --count 30         make new photographs from the masks
  $ fundus export eyes eyes-synthetic         write a labelled data set

Or see it work on the sample that comes along: fundus demo

Progress and errors go to standard error, results to standard output; --json makes them one JSON document.
Exit codes: 0 done, 1 not (wholly) done, 2 wrong usage, 130 stopped by Ctrl-C.`;

/** The command line as a whole. */
export function buildProgram() {
  return commandGroup('fundus', packageJson.description)
    .version(packageJson.version)
    .addHelpText('after', workflow)
    .hook('preAction', (_program, command) => {
      if (command.name() !== 'doctor') requireServedSystem();
    })
    .addCommand(createCommand())
    .addCommand(demoCommand())
    .addCommand(importCommand())
    .addCommand(trainCommand())
    .addCommand(importRunCommand())
    .addCommand(segmentCommand())
    .addCommand(synthesizeCommand())
    .addCommand(evaluateCommand())
    .addCommand(quantizeCommand())
    .addCommand(benchmarkCommand())
    .addCommand(exportCommand())
    .addCommand(infoCommand())
    .addCommand(modelsCommand())
    .addCommand(doctorCommand());
}
