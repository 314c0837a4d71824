import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { properties, table } from '../src/main/commands/terminal/format.ts';
import { describeMachine } from '../src/main/runtime/machine.ts';
import { machineFacts } from '../src/shared/benchmark-text.ts';
import { coldStart } from './cold-start.ts';
import type { BenchOptions, Figure, Measurement, NotRun } from './figure.ts';
import { importing } from './import.ts';
import { int8 } from './int8.ts';
import { kit } from './kit.ts';
import { repeat } from './repeat.ts';
import { segmenterTraining } from './segmenter-training.ts';
import { synthesis } from './synthesis/synthesis.ts';
import { synthesizerTraining } from './synthesizer-training.ts';
import { trainingStep } from './training-step.ts';
import { wholeImage } from './whole-image.ts';
import { firstPaint } from './window/first-paint.ts';
import { largeProject } from './window/large-project.ts';
import { strokeLatency } from './window/stroke.ts';

const figures: readonly Figure[] = [
  coldStart,
  importing,
  trainingStep,
  wholeImage,
  int8,
  repeat,
  kit,
  firstPaint,
  largeProject,
  strokeLatency,
  synthesis,
  synthesizerTraining,
  segmenterTraining,
];

const usage = `Usage: npm run bench -- [--hrf DIR] [--models DIR] [--synthesizer NAME] [--threads N] [--python PATH] [FIGURE...]

Measures the figures named, or all that can run here, and prints a table and one JSON document.
  --hrf DIR      the HRF data set (images/ manual1/ mask/), for the figures that need it
  --models DIR   networks with cards to measure instead of the shipped ones (synthesis)
  --synthesizer NAME  which of them to measure (synthesis; default: the current one, gan-hrf)
  --threads N    processor threads of the networks (default: all cores)
  --python PATH  a Python with PyTorch to compare with (default: $FUNDUS_PYTHON, else python3)
Figures: ${figures.map(({ name }) => name).join(', ')}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    hrf: { type: 'string' },
    models: { type: 'string' },
    synthesizer: { type: 'string' },
    threads: { type: 'string' },
    python: { type: 'string', default: process.env.FUNDUS_PYTHON ?? 'python3' },
    help: { type: 'boolean', short: 'h' },
  },
});
const unknown = positionals.filter((name) => !figures.some((figure) => figure.name === name));
const threads = Number(values.threads ?? availableParallelism());
if (values.help || unknown.length > 0 || !(Number.isInteger(threads) && threads > 0)) {
  console.error(unknown.length > 0 ? `There is no figure "${unknown.join('", "')}"\n\n${usage}` : usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const { hrf, models, synthesizer, python } = values;
  await run({ hrf, models, synthesizer, threads, python });
}

async function run(options: BenchOptions): Promise<void> {
  const wanted = figures.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const results: (Measurement | NotRun)[] = [];
  for (const figure of wanted) {
    console.error(`Measuring ${figure.name}`);
    results.push(...(await attempt(figure, options)));
  }
  const machine = describeMachine();
  console.log(`${properties(machineFacts(machine))}\n`);
  console.log(reportTable(results));
  console.log(`\n${JSON.stringify({ machine, threads: options.threads, results }, null, 2)}`);
}

/** A figure that fails is reported as not run, and the others go on. */
async function attempt(figure: Figure, options: BenchOptions): Promise<readonly (Measurement | NotRun)[]> {
  try {
    return await figure.measure(options);
  } catch (error) {
    process.exitCode = 1;
    return [{ figure: figure.name, notRun: `failed: ${error instanceof Error ? error.message : error}` }];
  }
}

function reportTable(results: readonly (Measurement | NotRun)[]): string {
  const summary = table(
    ['figure', 'measured', 'target', 'reached'].map((title) => ({ title })),
    results.map((result) =>
      'notRun' in result
        ? [result.figure, 'not run']
        : [result.figure, result.value, result.target, result.reached ? 'yes' : 'no'],
    ),
  );
  const notes = results.map((result) =>
    'notRun' in result ? `${result.figure}: ${result.notRun}` : `${result.figure}: ${result.conditions}`,
  );
  return `${summary}\n\n${notes.join('\n')}`;
}
