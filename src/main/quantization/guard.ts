import { type JobContext, throwIfCancelled } from '../../shared/progress.ts';
import { createSession, type NetworkSession, type SessionOptions } from '../runtime/session.ts';
import { type IntegerOptions, type PreparedNetwork, writeIntegerNetwork } from './integer-network.ts';
import type { Layer } from './layers.ts';

/** Figures of a network on images, by name: { f1: 0.81, auc: 0.98 }. */
export type Scores = Readonly<Record<string, number>>;

/** The most that a network may lose by integers. */
export interface Limit {
  /** What is lost: "F1". */
  readonly name: string;
  readonly most: number;
  /** The loss of a network with the scores `after` against the float32 one; not above 0 where nothing is lost. */
  readonly loss: (before: Scores, after: Scores) => number;
}

/**
 * How the accuracy of a network is measured, and what it may lose. The images must not be those that a reported
 * accuracy is later measured on.
 */
export interface AccuracyCheck {
  readonly limits: readonly Limit[];
  /** The network's outputs on a few images, for the comparison of single layers. */
  readonly sample: (session: NetworkSession) => Promise<readonly Float32Array[]>;
  /** @param at told of each image before it is looked at */
  readonly measure: (session: NetworkSession, at: (image: number, images: number) => void) => Promise<Scores>;
}

export interface LayerSensitivity {
  readonly layer: Layer;
  /** Mean absolute difference at the network's output when only this layer is computed with integers. */
  readonly error: number;
}

/** A network with some of the layers in float32, and what it lost. */
export interface Trial {
  readonly floatLayers: readonly string[];
  readonly scores: Scores;
  readonly losses: readonly { readonly name: string; readonly loss: number; readonly most: number }[];
  readonly isWithin: boolean;
}

export interface Guarded {
  /** What the float32 network scores. */
  readonly before: Scores;
  /** Most sensitive first. */
  readonly sensitivities: readonly LayerSensitivity[];
  /** In the order in which they were made; the last one is within the limits, or no layer was left. */
  readonly trials: readonly Trial[];
  /** The network of the last trial when it is within the limits, else null. */
  readonly onnx: Uint8Array | null;
}

export interface GuardRequest {
  readonly network: PreparedNetwork;
  readonly codes: IntegerOptions;
  /** The float32 network's file. */
  readonly original: Uint8Array;
  readonly check: AccuracyCheck;
  readonly session: SessionOptions;
}

/**
 * Computes as many layers with integers as the limits allow: all at first, then without those that harm most when
 * they alone are integers, one more each time.
 * @throws FundusError 'cancelled' between measurements
 */
export async function quantizeWithin(request: GuardRequest, ctx: JobContext): Promise<Guarded> {
  const { network, check } = request;
  ctx.report({ phase: 'Measuring float32', done: 0, total: 0 });
  const reference = await withSession(request, request.original, check.sample);
  const before = await withSession(request, request.original, (session) =>
    check.measure(session, (done, total) => ctx.report({ phase: 'Measuring float32', done, total })),
  );
  const sensitivities = await measureSensitivities(request, reference, ctx);
  const trials: Trial[] = [];
  for (let excluded = 0; excluded < network.layers.length; excluded++) {
    throwIfCancelled(ctx.signal);
    const floatLayers = sensitivities.slice(0, excluded).map(({ layer }) => layer);
    const detail = excluded === 0 ? 'all layers int8' : `${excluded} of ${network.layers.length} layers fp32`;
    const guarding = { phase: 'Guarding accuracy', done: excluded, total: network.layers.length };
    ctx.report({ ...guarding, detail });
    const onnx = write(request, (layer) => !floatLayers.includes(layer));
    const scores = await withSession(request, onnx, (session) =>
      check.measure(session, (image, images) =>
        ctx.report({ ...guarding, detail: `${detail}, image ${image + 1} of ${images}` }),
      ),
    );
    const trial = trialOf(check.limits, before, scores, floatLayers);
    trials.push(trial);
    if (trial.isWithin) return { before, sensitivities, trials, onnx };
  }
  return { before, sensitivities, trials, onnx: null };
}

async function measureSensitivities(
  request: GuardRequest,
  reference: readonly Float32Array[],
  { report, signal }: JobContext,
): Promise<LayerSensitivity[]> {
  const { layers } = request.network;
  const sensitivities: LayerSensitivity[] = [];
  for (const layer of layers) {
    throwIfCancelled(signal);
    report({
      phase: 'Measuring layers',
      done: sensitivities.length,
      total: layers.length,
      detail: layer.name,
    });
    const onnx = write(request, (other) => other === layer);
    const outputs = await withSession(request, onnx, request.check.sample);
    sensitivities.push({ layer, error: meanDifference(outputs, reference) });
  }
  return sensitivities.sort((a, b) => b.error - a.error);
}

const write = ({ network, codes }: GuardRequest, isInteger: (layer: Layer) => boolean) =>
  writeIntegerNetwork(network, network.layers.filter(isInteger), codes);

async function withSession<T>(
  { session: options }: GuardRequest,
  onnx: Uint8Array,
  use: (session: NetworkSession) => Promise<T>,
): Promise<T> {
  const session = await createSession(onnx, options);
  try {
    return await use(session);
  } finally {
    await session.release();
  }
}

function trialOf(
  limits: readonly Limit[],
  before: Scores,
  scores: Scores,
  floatLayers: readonly Layer[],
): Trial {
  const losses = limits.map(({ name, most, loss }) => ({ name, most, loss: loss(before, scores) }));
  return {
    floatLayers: floatLayers.map(({ name }) => name),
    scores,
    losses,
    isWithin: losses.every(({ loss, most }) => loss <= most),
  };
}

function meanDifference(outputs: readonly Float32Array[], reference: readonly Float32Array[]): number {
  let [total, count] = [0, 0];
  outputs.forEach((output, index) => {
    const expected = reference[index]!;
    for (let i = 0; i < output.length; i++) total += Math.abs(output[i]! - expected[i]!);
    count += output.length;
  });
  return total / count;
}
