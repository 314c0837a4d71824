import { openProject } from '../../../../src/main/store/project.ts';
import { doStep } from '../strokes.ts';

/** Edits mask 1 of image 1 from step `argv[3]` on until it is killed; says which steps are done. */
const project = openProject(process.argv[2] ?? '');
for (let k = Number(process.argv[3]); ; k++) {
  await doStep(project, 1, 1, k);
  process.stdout.write(`step ${k} done\n`);
}
