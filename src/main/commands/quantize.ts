import { Option } from '@commander-js/extra-typings';
import { calibrators, filterPhrase } from '../../shared/api/quantization.ts';
import type { QuantizationResult } from '../jobs/quantize/quantize.ts';
import {
  integer,
  jsonOption,
  leafCommand,
  number,
  threadsOption,
  verboseOption,
} from './terminal/command.ts';
import { execute, withProjectJob } from './terminal/execute.ts';
import { bytes, count, percent, properties, sections, table } from './terminal/format.ts';

export function quantizeCommand() {
  return leafCommand('quantize', 'Make an int8 network of a float32 one, within limits of accuracy', [
    'quantize eyes --model unet-hrf',
    'quantize eyes --model unet-hrf --f1-limit 0.002 --use',
    'quantize eyes --model gan-hrf --calibrator entropy --images 10 --json',
  ])
    .argument('<project>', 'folder of the project')
    .requiredOption('--model <name>', 'the float32 network, see "fundus models"')
    .addOption(
      new Option('--calibrator <name>', 'how ranges are chosen (default: percentile)').choices(calibrators),
    )
    .option('--images <n>', 'training images to calibrate on (default: 6)', integer(1, 10_000))
    .option('--f1-limit <loss>', 'most F1 that a segmenter may lose (default: 0.005)', number(0, 1))
    .option(
      '--consistency-limit <loss>',
      'most consistency that a synthesizer may lose (default: 0.01)',
      number(0, 1),
    )
    .option(
      '--pixel-limit <levels>',
      'mean difference of pixels, 0 to 255, that a synthesizer may have (default: 2)',
      number(0, 255),
    )
    .option('--reduce-range', 'filters of 7 bits (default: where the processor lacks VNNI)')
    .option('--use', 'make it the network that is used where none is named')
    .addOption(threadsOption)
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, { json, verbose, ...options }) =>
      execute({ json, verbose }, async (context) => {
        const { quantizeModel } = await import('../jobs/quantize/quantize.ts');
        const result = await withProjectJob(dir, { kind: 'quantize', options }, context, (project, ctx) =>
          quantizeModel(project, options, ctx),
        );
        return {
          document: result,
          text: quantizationText(result),
          ...(result.model === null && {
            incomplete: `"${result.source}" cannot be made int8 within the limits: nothing was registered`,
          }),
        };
      }),
    );
}

/** The tables of a quantisation: what it came to, what each layer costs, and what was tried. */
export function quantizationText(result: QuantizationResult): string {
  return sections(summaryText(result), layersText(result), trialsText(result), conditionsText(result));
}

function summaryText({ model, bytes: size, executed, reduceRange }: QuantizationResult): string {
  if (!model || !executed || size.after === null) return '';
  const { floatLayers, floatMultiplyAdds, operators } = executed;
  const inFloat = operators
    .filter(({ precision }) => precision === 'fp32')
    .map(({ operator, count: number }) => (number === 1 ? operator : `${number} ${operator}`));
  return properties([
    [
      'model',
      `${model.name} (${model.sha256.slice(0, 12)})${model.isCurrent ? `, now the current ${model.kind}` : ''}`,
    ],
    ['size', `${bytes(size.after)}, ${percent(size.after / size.before)} of ${bytes(size.before)}`],
    ['filters', filterPhrase(reduceRange)],
    ['layers in fp32', floatLayers.length === 0 ? 'none' : floatLayers.join(', ')],
    ['multiply-adds in fp32', percent(floatMultiplyAdds)],
    ['operators with fp32 results', inFloat.length === 0 ? 'none' : inFloat.join(', ')],
  ]);
}

function layersText({ layers, executed }: QuantizationResult): string {
  return table(
    [
      { title: 'layer, most sensitive first' },
      { title: 'multiply-adds', align: 'right' },
      { title: 'error alone', align: 'right' },
      { title: 'runs in' },
    ],
    layers.map(({ name, share, error }) => [
      name,
      percent(share),
      error.toPrecision(3),
      executed ? (executed.floatLayers.includes(name) ? 'fp32' : 'int8') : '–',
    ]),
  );
}

function trialsText({ trials, before }: QuantizationResult): string {
  const scores = Object.keys(before);
  const [first] = trials;
  const figures = ({ scores: own }: { readonly scores: Readonly<Record<string, number>> }) =>
    scores.map((name) => own[name]!.toFixed(4));
  return table(
    [
      { title: 'layers in fp32' },
      ...scores.map((title) => ({ title, align: 'right' as const })),
      ...(first?.losses ?? []).map(({ name, most }) => ({
        title: `${name} lost (limit ${most})`,
        align: 'right' as const,
      })),
    ],
    [
      ['all', ...figures({ scores: before })],
      ...trials.map((trial) => [
        String(trial.floatLayers.length),
        ...figures(trial),
        ...trial.losses.map(({ loss, most }) => `${loss.toFixed(4)}${loss > most ? ' too much' : ''}`),
      ]),
    ],
  );
}

function conditionsText({ calibrationImages, judgedImages, conditions }: QuantizationResult): string {
  return (
    `Calibrated on ${count(calibrationImages.length, 'image')}, judged on ${count(judgedImages.length, 'other image')}: ` +
    `${judgedImages.join(', ')}; ${conditions}. The error alone is the mean difference at the output when only this ` +
    'layer is int8.'
  );
}
