import { expect, onTestFinished, test } from 'vitest';
import { encodePng } from '../../src/main/imaging/encode.ts';
import { addMask } from '../../src/main/store/masks.ts';
import { drawCapsule } from '../../src/renderer/review/mask/brush.ts';
import { EditSession, loadMask } from '../../src/renderer/review/session/edit-session.ts';
import { getMask, getReview, putVerdict } from '../../src/renderer/review/session/requests.ts';
import { SendQueue } from '../../src/renderer/review/session/send-queue.ts';
import type { Raster } from '../../src/renderer/viewer/raster.ts';
import { storeImage } from '../unit/store/support.ts';
import { openApplication } from './support.ts';

const [width, height] = [96, 50];
const full: Raster = { width, height, data: new Uint8Array(width * height).fill(1) };

/** The page's own editing, over the real service, of an image that has a prediction. */
async function withMask() {
  const { handler, project } = await openApplication();
  const ownFetch = globalThis.fetch;
  globalThis.fetch = (path, init) => handler(new Request(new URL(String(path), 'http://127.0.0.1'), init));
  onTestFinished(() => {
    globalThis.fetch = ownFetch;
  });
  const { id } = await storeImage(project, '01_h', {});
  await project.db.updateTable('images').set({ width, height }).where('id', '=', id).execute();
  const data = Uint8Array.from(full.data, (_, i) => (Math.imul(i, 2654435761) >>> 13) & 1);
  const sha256 = await project.files.put(await encodePng({ width, height, data }), 'png');
  await addMask(project, { imageId: id, origin: 'annotated', sha256 });
  return id;
}

/** What opening the image in the page does, but for its pictures. */
async function open(imageId: number) {
  const signal = new AbortController().signal;
  const detail = await getReview(imageId, signal);
  const draft = (await loadMask(detail, signal))!;
  const queue = new SendQueue();
  const pictures = { detail, fov: full, probability: null, annotation: null };
  return { detail, queue, session: new EditSession({ ...pictures, ...draft }, queue) };
}

function stroke(session: EditSession, x: number, value: 0 | 1) {
  const { document } = session;
  document.touched(drawCapsule(document.mask, { x, y: 5 }, { x: x + 20, y: 40 }, 7, value));
  return session.commit(value === 1 ? 'brush' : 'eraser');
}

test('what was edited and undone is there again when the image is opened again', async () => {
  const imageId = await withMask();
  const { session, queue } = await open(imageId);
  const states = [session.document.mask.data.slice()];
  for (const [x, value] of [
    [10, 1],
    [40, 0],
    [60, 1],
    [20, 0],
  ] as const) {
    stroke(session, x, value);
    states.push(session.document.mask.data.slice());
  }
  session.undo();
  session.undo();
  session.redo();
  await queue.flush(imageId);

  const again = await open(imageId);
  expect(again.session.document.mask.data).toEqual(states[3]);
  expect(again.session.state.value).toMatchObject({ cursor: 3, isChanged: true });
  expect(again.session.state.value.edits.map(({ label }) => label)).toEqual([
    'brush',
    'eraser',
    'brush',
    'eraser',
  ]);
  for (const target of [4, 0, 2]) {
    again.session.jumpTo(target);
    expect(again.session.document.mask.data).toEqual(states[target]);
  }
  // An edit takes the place of those that were undone.
  stroke(again.session, 70, 1);
  await again.queue.flush(imageId);
  expect((await open(imageId)).session.state.value.edits).toHaveLength(3);
});

test('a version holds the pixels that were shown, and can be brought back as an edit', async () => {
  const imageId = await withMask();
  const { session, queue } = await open(imageId);
  const before = session.document.mask.data.slice();
  stroke(session, 30, 1);
  const after = session.document.mask.data.slice();
  session.saveVersion();
  session.saveVersion();
  await queue.flush(imageId);
  const { detail } = await open(imageId);
  expect(detail.image.versions.map(({ origin }) => origin)).toEqual(['annotated', 'edited']);
  const stored = await getMask(detail.image.versions[1]!.id, session.document.mask);
  expect(stored.data).toEqual(after);

  session.replace({ width, height, data: before }, 'restore version 1');
  await queue.flush(imageId);
  expect((await open(imageId)).session.document.mask.data).toEqual(before);
  session.undo();
  expect(session.document.mask.data).toEqual(after);
});

test('a verdict sent after an edit is about the edited mask', async () => {
  const imageId = await withMask();
  const { session, queue } = await open(imageId);
  stroke(session, 30, 0);
  const edited = session.document.mask.data.slice();
  queue.add({ imageId, kind: 'verdict', send: () => putVerdict(imageId, 'accepted') });
  await queue.flush(imageId);
  const { detail } = await open(imageId);
  expect(detail.image.verdict).toBe('accepted');
  expect((await getMask(detail.mask!.id, session.document.mask)).data).toEqual(edited);
});

test('an edit that does not follow what another window left is refused, and waits until it is given up', async () => {
  const imageId = await withMask();
  const first = await open(imageId);
  stroke(first.session, 10, 1);
  stroke(first.session, 30, 0);
  await first.queue.flush(imageId);
  const second = await open(imageId);
  first.session.jumpTo(0);
  stroke(first.session, 50, 1);
  await first.queue.flush(imageId);

  stroke(second.session, 60, 1);
  second.session.undo();
  await expect.poll(() => second.queue.state.value.error).toMatchObject({ code: 'usage' });
  expect(second.queue.state.value.unsent).toBe(2);
  const isSettled = second.queue.flush(imageId);
  second.queue.clear();
  await isSettled;
  expect(second.queue.state.value).toEqual({ unsent: 0, isRetrying: false, error: null });
  expect((await open(imageId)).session.state.value.edits).toHaveLength(1);
});
