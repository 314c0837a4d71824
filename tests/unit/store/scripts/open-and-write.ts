import { addMask } from '../../../../src/main/store/masks.ts';
import { createProject, openProject, type Project } from '../../../../src/main/store/project.ts';

/** Makes the project, or opens it where another process was faster, and adds masks to image 1 if it is there. */
const [dir = '', masks = '0'] = process.argv.slice(2);
let project: Project;
try {
  project = createProject(dir);
  process.stdout.write('created');
} catch {
  project = openProject(dir);
  process.stdout.write('opened');
}
for (let index = 0; index < Number(masks); index++) {
  await addMask(project, { imageId: 1, origin: 'annotated', sha256: 'a'.repeat(64) });
}
project.close();
