import packageJson from '../../../../package.json' with { type: 'json' };
import type { QuantizationReport } from '../../../shared/api/quantization.ts';
import type { Sha256 } from '../../../shared/domain.ts';
import type { ModelCard, Quantization } from '../../networks/card.ts';
import { instructionSets } from '../../runtime/machine.ts';

/** The int8 network's file and the graph that it runs as. */
export interface Int8File {
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly executed: NonNullable<QuantizationReport['executed']>;
}

/** The card of an int8 network: the float32 one's, and how it was made of it. */
export function int8Card(
  { source: _, ...card }: ModelCard,
  report: QuantizationReport,
  file: Int8File,
): ModelCard {
  const { calibrator, reduceRange, before, trials, calibrationImages, judgedImages, conditions, layers } =
    report;
  const { scores, floatLayers } = trials.at(-1)!;
  const { operators, floatMultiplyAdds } = file.executed;
  const quantization: Quantization = {
    precision: 'int8',
    source: { name: card.name, sha256: card.sha256 },
    calibrator,
    calibrationImages: [...calibrationImages],
    reduceRange,
    instructionSets: [...instructionSets()],
    layers: layers.map(({ name, error, share }) => ({
      name,
      error,
      share,
      precision: floatLayers.includes(name) ? 'fp32' : 'int8',
    })),
    executed: { operators: [...operators], floatMultiplyAdds },
    accuracy: { images: [...judgedImages], conditions, before: { ...before }, after: { ...scores } },
    bytes: { before: report.bytes.before, after: file.bytes },
  };
  return {
    ...card,
    name: `${card.name}-int8`,
    sha256: file.sha256,
    // What was measured of the float32 network is not true of this one.
    metrics: [],
    quantization,
    createdAt: new Date().toISOString(),
    softwareVersion: packageJson.version,
  };
}
