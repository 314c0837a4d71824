import { describe, expect, it } from 'vitest';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../../src/main/training/states.ts';
import { random } from '../random.ts';

const next = random(5);
const values = (length: number) => Float32Array.from({ length }, () => 1e3 * (next() - 0.5) ** 5);
const state = (weights: number, statistics: number) => ({
  weights: values(weights),
  firstMoment: values(weights),
  secondMoment: values(weights),
  statistics: values(statistics),
});
const checkpoint: Checkpoint = {
  step: 1234,
  states: { generator: state(77, 6), 'best.generator': state(3, 2) },
  extra: { seconds: 1 / 3, best: null, name: 'œil' },
};

describe('a checkpoint', () => {
  it('comes back bit for bit, also from bytes that are not aligned', () => {
    const bytes = encodeCheckpoint(checkpoint);
    expect(decodeCheckpoint(bytes)).toEqual(checkpoint);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(decodeCheckpoint(shifted.subarray(1))).toEqual(checkpoint);
  });

  it('is a safetensors file: header length, JSON header, data in its order', () => {
    const bytes = Buffer.from(encodeCheckpoint(checkpoint));
    const length = Number(bytes.readBigUInt64LE());
    expect(length % 8).toBe(0);
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + length));
    expect(header['generator/firstMoment']).toEqual({
      dtype: 'F32',
      shape: [77],
      data_offsets: [4 * 77, 8 * 77],
    });
    expect(header.__metadata__.step).toBe('1234');
    const at = 8 + length + header['generator/statistics'].data_offsets[0];
    expect(bytes.readFloatLE(at)).toBe(checkpoint.states.generator!.statistics[0]);
    const ends = Object.keys(header)
      .filter((name) => name !== '__metadata__')
      .map((name) => header[name].data_offsets[1]);
    expect(8 + length + Math.max(...ends)).toBe(bytes.length);
  });

  it('does not share memory with the bytes', () => {
    const bytes = encodeCheckpoint(checkpoint);
    const decoded = decodeCheckpoint(bytes);
    bytes.fill(0);
    expect(decoded).toEqual(checkpoint);
  });

  it.each([0, 7, 8, 20, 300, 1200])('is refused when cut off after %i bytes', (length) => {
    const bytes = encodeCheckpoint(checkpoint).subarray(0, length);
    expect(() => decodeCheckpoint(bytes)).toThrow(expect.objectContaining({ code: 'bad-model' }));
  });

  it('is refused when its last byte is missing or a tensor is not described', () => {
    const bytes = Buffer.from(encodeCheckpoint(checkpoint));
    expect(() => decodeCheckpoint(bytes.subarray(0, -1))).toThrow('its data is cut off');
    const text = bytes.toString('latin1').replace('generator/firstMoment', 'generator/first_oment');
    expect(() => decodeCheckpoint(Buffer.from(text, 'latin1'))).toThrow('no firstMoment of "generator"');
  });
});
