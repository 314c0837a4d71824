import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { annotationOf } from '../../src/main/dataset/stored-images.ts';
import { decodeMask } from '../../src/main/imaging/decode.ts';
import { encodePng } from '../../src/main/imaging/encode.ts';
import { addMask, getMask, listMasks, type MaskRow } from '../../src/main/store/masks.ts';
import { registerModel } from '../../src/main/store/models.ts';
import { flipBits, packBits, unpackBits } from '../../src/shared/mask-bits.ts';
import { addSynthesizer, addSynthetic } from '../unit/dataset/export-support.ts';
import { segmenterCard } from '../unit/jobs/segmenter-card.ts';
import { fakeSha256, storeImage } from '../unit/store/support.ts';
import { type OpenApplication, openApplication, problem, read } from './support.ts';

const [width, height] = [96, 50];
const pixels = width * height;

/** Noise that follows from the seed. */
const noise = (seed: number, length = pixels) =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + seed, 2654435761) >>> 13) & 1);

interface Review extends OpenApplication {
  readonly imageId: number;
  readonly add: (origin: MaskRow['origin'], data: Uint8Array, rest?: object) => Promise<MaskRow>;
}

/** An image without masks. */
async function withImage(): Promise<Review> {
  const application = await openApplication();
  const { project } = application;
  const { id: imageId } = await storeImage(project, '01_h', {});
  await project.db.updateTable('images').set({ width, height }).where('id', '=', imageId).execute();
  const sha256 = fakeSha256('unet');
  const card = segmenterCard(sha256);
  const model = await registerModel(project, { name: 'unet', kind: 'segmenter', sha256, card });
  const add: Review['add'] = async (origin, data, rest = {}) =>
    addMask(project, {
      ...{ imageId, origin },
      sha256: await project.files.put(await encodePng({ width, height, data }), 'png'),
      ...(origin === 'predicted' && { modelId: model.id }),
      ...rest,
    });
  return { ...application, imageId, add };
}

const rectangle = { left: 10, top: 5, width: 20, height: 11 };
const maskSchema = z.object({
  id: z.int(),
  version: z.int(),
  origin: z.string(),
  sha256: z.string(),
  parentId: z.int().nullable(),
});
const detailSchema = z.object({
  image: z.object({ verdict: z.string().nullable() }),
  mask: maskSchema.nullable(),
  draft: z
    .object({
      baseMaskId: z.int(),
      cursor: z.int(),
      edits: z.array(
        z.object({
          position: z.int(),
          label: z.string(),
          left: z.int(),
          top: z.int(),
          width: z.int(),
          height: z.int(),
        }),
      ),
      savedMaskId: z.int().nullable(),
    })
    .nullable(),
  probability: z.object({ sha256: z.string(), threshold: z.number() }).nullable(),
  annotation: maskSchema.nullable(),
});
const detailOf = ({ call, imageId }: Review) => read(detailSchema, call('GET', `/review/${imageId}`));

/** Sends a patch of the rectangle as the page does. */
async function stroke(
  { handler, imageId }: Review,
  baseMaskId: number,
  position: number,
  changes: {
    body?: Uint8Array<ArrayBuffer>;
    label?: string;
    left?: number;
    top?: number;
    width?: number;
    height?: number;
  } = {},
): Promise<Response> {
  const { body = deflateRawSync(packBits(patch(position))), label = 'brush', ...moved } = changes;
  const query = { baseMaskId, position, ...rectangle, ...moved, label };
  const search = new URLSearchParams(
    Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)])),
  );
  const url = `http://127.0.0.1/api/review/${imageId}/edits?${search}`;
  return handler(new Request(url, { method: 'POST', body: new Uint8Array(body) }));
}

const patch = (position: number) => noise(1000 * position + 7, rectangle.width * rectangle.height);

/** What the first edits make of a mask. */
function edited(base: Uint8Array, positions: readonly number[]): Uint8Array {
  const data = base.slice();
  for (const position of positions) flipBits(data, width, rectangle, packBits(patch(position)));
  return data;
}

describe('the masks of an image under review', () => {
  test('are none, the prediction, the annotation of the first observer, the newest that was edited', async () => {
    const review = await withImage();
    expect(await detailOf(review)).toMatchObject({
      mask: null,
      draft: null,
      probability: null,
      annotation: null,
    });
    const { sha256: probabilitySha256 } = await review.add('annotated', noise(9), { observer: '2ndHO' });
    const predicted = await review.add('predicted', noise(1), { probabilitySha256 });
    const first = await review.add('annotated', noise(2), { observer: '1stHO' });
    expect(await detailOf(review)).toMatchObject({
      mask: { id: first.id },
      annotation: { id: first.id },
      probability: { sha256: probabilitySha256 },
    });
    const last = await review.add('edited', noise(3), { parentId: predicted.id });
    await review.add('predicted', noise(4), { probabilitySha256: last.sha256 });
    const detail = await detailOf(review);
    expect(detail).toMatchObject({ mask: { id: last.id }, annotation: { id: first.id } });
    // That of the card.
    expect(detail.probability).toEqual({ sha256: last.sha256, threshold: 0.4 });
    expect(await problem(review.call('GET', '/review/99'))).toMatchObject({ status: 404 });
  });

  test('travel as bits', async () => {
    const review = await withImage();
    const mask = await review.add('annotated', noise(5));
    const response = await review.call('GET', `/review/masks/${mask.id}/bits`);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    const bits = await response.bytes();
    expect(bits.length).toBe(pixels / 8);
    expect(unpackBits(bits, pixels)).toEqual(noise(5));
    expect(await problem(review.call('GET', '/review/masks/99/bits'))).toMatchObject({ status: 404 });
  });
});

describe('a draft', () => {
  test('keeps each edit with its bits, and where undo stands', async () => {
    const review = await withImage();
    const { id: base } = await review.add('annotated', noise(1));
    for (const position of [0, 1, 2]) expect((await stroke(review, base, position)).status).toBe(204);
    expect((await detailOf(review)).draft).toEqual({
      baseMaskId: base,
      cursor: 3,
      edits: [0, 1, 2].map((position) => ({ position, label: 'brush', ...rectangle })),
      savedMaskId: null,
    });
    const bits = await (await review.call('GET', `/review/${review.imageId}/edits/1`)).bytes();
    expect(unpackBits(bits, rectangle.width * rectangle.height)).toEqual(patch(1));
    expect((await review.call('PUT', `/review/${review.imageId}/cursor`, { cursor: 1 })).status).toBe(204);
    expect((await detailOf(review)).draft).toMatchObject({ cursor: 1, edits: { length: 3 } });
  });

  test('drops what was undone when the next edit comes', async () => {
    const review = await withImage();
    const { id: base } = await review.add('annotated', noise(1));
    for (const position of [0, 1, 2]) await stroke(review, base, position);
    await review.call('PUT', `/review/${review.imageId}/cursor`, { cursor: 1 });
    await stroke(review, base, 1, { label: 'eraser', body: deflateRawSync(packBits(patch(8))) });
    expect((await detailOf(review)).draft).toMatchObject({
      cursor: 2,
      edits: [{ label: 'brush' }, { label: 'eraser' }],
    });
    const bits = await (await review.call('GET', `/review/${review.imageId}/edits/1`)).bytes();
    expect(bits).toEqual(packBits(patch(8)));
    expect(await problem(review.call('GET', `/review/${review.imageId}/edits/2`))).toMatchObject({
      status: 404,
    });
  });

  test('takes edits in the order in which they are sent, however many at once', async () => {
    const review = await withImage();
    const { id: base } = await review.add('annotated', noise(1));
    const positions = Array.from({ length: 20 }, (_, position) => position);
    const answers = await Promise.all(positions.map((position) => stroke(review, base, position)));
    expect(answers.map(({ status }) => status)).toEqual(positions.map(() => 204));
    const version = await read(maskSchema, review.call('POST', `/review/${review.imageId}/versions`));
    const { data } = await decodeMask(await review.project.files.read(version.sha256, 'png'));
    expect(data).toEqual(edited(noise(1), positions));
  });

  test('is forgotten on request, its versions are not', async () => {
    const review = await withImage();
    const { id: base } = await review.add('annotated', noise(1));
    await stroke(review, base, 0);
    const version = await read(maskSchema, review.call('POST', `/review/${review.imageId}/versions`));
    expect((await review.call('DELETE', `/review/${review.imageId}/draft`)).status).toBe(204);
    expect(await detailOf(review)).toMatchObject({ draft: null, mask: { id: version.id } });
  });

  test('is not touched by a later segmentation', async () => {
    const review = await withImage();
    const { id: base } = await review.add('predicted', noise(1));
    await stroke(review, base, 0);
    const before = (await detailOf(review)).draft;
    await review.add('predicted', noise(2));
    expect((await detailOf(review)).draft).toEqual(before);
    const version = await read(maskSchema, review.call('POST', `/review/${review.imageId}/versions`));
    const { data } = await decodeMask(await review.project.files.read(version.sha256, 'png'));
    expect(data).toEqual(edited(noise(1), [0]));
  });

  test('refuses what does not belong to it, and stays as it is', async () => {
    const review = await withImage();
    const other = await withOtherImage(review);
    const { id: base } = await review.add('annotated', noise(1));
    const { id: later } = await review.add('annotated', noise(2));
    await stroke(review, base, 0);
    const before = await detailOf(review);
    const bomb = deflateRawSync(new Uint8Array(50_000_000));
    const refusals: readonly [Promise<Response>, string][] = [
      [stroke(review, base, 2), 'an edit 2 does not follow'],
      [stroke(review, later, 1), `changes mask ${base}; the edit is one of mask ${later}`],
      [stroke(review, other, 1), `Mask ${other} is not one of image`],
      [stroke(review, base, 1, { left: width - 19 }), 'the image has 96 x 50'],
      [stroke(review, base, 1, { top: height - 10 }), 'the image has 96 x 50'],
      [stroke(review, base, 1, { width: 0 }), 'query'],
      [stroke(review, base, 1, { label: '' }), 'query'],
      [stroke(review, base, 1, { body: deflateRawSync(new Uint8Array(27)) }), 'found 27'],
      [stroke(review, base, 1, { body: deflateRawSync(new Uint8Array(29)) }), 'found more'],
      [stroke(review, base, 1, { body: bomb }), 'found more'],
      [stroke(review, base, 1, { body: Uint8Array.of(255, 255) }), 'found something else'],
      [stroke(review, base, 1, { body: new Uint8Array() }), 'found something else'],
      [
        review.call('PUT', `/review/${review.imageId}/cursor`, { cursor: 2 }),
        'has 1 edits; its cursor cannot be 2',
      ],
    ];
    for (const [response, message] of refusals) {
      expect(await problem(response)).toMatchObject({
        status: 400,
        code: 'usage',
        message: expect.stringContaining(message),
      });
    }
    expect(await detailOf(review)).toEqual(before);
  });

  test('that is not there is named', async () => {
    const review = await withImage();
    const { id: base } = await review.add('annotated', noise(1));
    expect(await problem(stroke(review, base, 1))).toMatchObject({ code: 'usage' });
    expect((await detailOf(review)).draft).toBeNull();
    const cursor = review.call('PUT', `/review/${review.imageId}/cursor`, { cursor: 0 });
    expect(await problem(cursor)).toMatchObject({ status: 404 });
    const version = review.call('POST', `/review/${review.imageId}/versions`);
    expect(await problem(version)).toMatchObject({ status: 404 });
    expect(await problem(stroke(review, 99, 0))).toMatchObject({ status: 404 });
  });
});

/** A mask of another image. */
async function withOtherImage({ project }: Review): Promise<number> {
  const image = await storeImage(project, '02_h', {});
  return (await addMask(project, { imageId: image.id, origin: 'annotated', sha256: 'a'.repeat(64) })).id;
}

describe('a version', () => {
  const save = (review: Review) =>
    read(maskSchema, review.call('POST', `/review/${review.imageId}/versions`));

  test("is the draft's state bit for bit, a child of its base", async () => {
    const review = await withImage();
    const base = await review.add('predicted', noise(1));
    for (const position of [0, 1, 2]) await stroke(review, base.id, position);
    await review.call('PUT', `/review/${review.imageId}/cursor`, { cursor: 2 });
    const version = await save(review);
    expect(version).toMatchObject({ version: 2, origin: 'edited', parentId: base.id });
    const { data } = await decodeMask(await review.project.files.read(version.sha256, 'png'));
    expect(data).toEqual(edited(noise(1), [0, 1]));
    const detail = await detailOf(review);
    expect(detail).toMatchObject({ mask: { id: version.id }, draft: { cursor: 2, savedMaskId: version.id } });
    await review.call('PUT', `/review/${review.imageId}/cursor`, { cursor: 3 });
    expect((await detailOf(review)).draft?.savedMaskId).toBeNull();
  });

  test('is not stored twice', async () => {
    const review = await withImage();
    const base = await review.add('annotated', noise(1));
    await stroke(review, base.id, 0);
    const version = await save(review);
    expect(await save(review)).toEqual(version);
    // The same patch again gives the base's pixels back, which are not those of the newest version.
    await stroke(review, base.id, 1, { body: deflateRawSync(packBits(patch(0))) });
    const back = await save(review);
    expect(back).toMatchObject({ version: 3, sha256: base.sha256 });
    expect(await listMasks(review.project)).toHaveLength(3);
  });

  test('is the mask itself where nothing was changed', async () => {
    const review = await withImage();
    const base = await review.add('annotated', noise(1));
    await stroke(review, base.id, 0);
    await review.call('PUT', `/review/${review.imageId}/cursor`, { cursor: 0 });
    expect(await save(review)).toMatchObject({ id: base.id });
    expect(await listMasks(review.project)).toHaveLength(1);
  });
});

describe('a verdict', () => {
  const judge = (review: Review, verdict: string | null) =>
    review.call('PUT', `/review/${review.imageId}/verdict`, { verdict });

  test('is kept, changed and taken back', async () => {
    const review = await withImage();
    await review.add('annotated', noise(1));
    for (const verdict of ['accepted', 'needs-work', 'rejected', null]) {
      expect((await judge(review, verdict)).status).toBe(204);
      expect((await detailOf(review)).image.verdict).toBe(verdict);
    }
    expect(await problem(judge(review, 'perfect'))).toMatchObject({ code: 'usage' });
    expect(await listMasks(review.project)).toHaveLength(1);
  });

  test('accepts the present state: the draft is saved first', async () => {
    const review = await withImage();
    const base = await review.add('annotated', noise(1));
    await stroke(review, base.id, 0);
    await judge(review, 'accepted');
    const { mask, draft } = await detailOf(review);
    expect(mask).toMatchObject({ origin: 'edited', parentId: base.id });
    expect(draft?.savedMaskId).toBe(mask?.id);
    const { data } = await decodeMask(await review.project.files.read(mask!.sha256, 'png'));
    expect(data).toEqual(edited(noise(1), [0]));
  });

  test('makes of an accepted prediction a mask that a later segmentation does not replace', async () => {
    const review = await withImage();
    const prediction = await review.add('predicted', noise(1));
    await judge(review, 'accepted');
    await review.add('predicted', noise(2));
    expect((await detailOf(review)).mask).toMatchObject({ origin: 'edited', sha256: prediction.sha256 });
    expect((await annotationOf(review.project, review.imageId))?.sha256).toBe(prediction.sha256);
  });

  test('that is taken back leaves a prediction a prediction, unless something was made from it', async () => {
    const review = await withImage();
    const { project, imageId } = review;
    const prediction = await review.add('predicted', noise(1));
    await judge(review, 'accepted');
    await judge(review, 'needs-work');
    expect(await listMasks(project)).toEqual([prediction]);
    await judge(review, 'accepted');
    const adopted = (await annotationOf(project, imageId))!;
    await addSynthetic(project, { mask: adopted, model: await addSynthesizer(project), seed: 1 });
    await judge(review, null);
    expect(await getMask(project, adopted.id)).toEqual(adopted);
  });

  test('of rejection keeps networks from learning the mask', async () => {
    const review = await withImage();
    await review.add('annotated', noise(1));
    await judge(review, 'rejected');
    expect(await annotationOf(review.project, review.imageId)).toBeUndefined();
    await judge(review, null);
    expect(await annotationOf(review.project, review.imageId)).toBeDefined();
  });

  test('cannot accept what is not there', async () => {
    const review = await withImage();
    expect(await problem(judge(review, 'accepted'))).toMatchObject({
      status: 422,
      code: 'no-data',
      message: '01_h has no vessel mask that could be accepted',
    });
    expect((await detailOf(review)).image.verdict).toBeNull();
    expect((await judge(review, 'rejected')).status).toBe(204);
  });
});
