import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { imagesQuery } from '../../../../src/renderer/api/queries.ts';
import { imageEdits } from '../../../../src/renderer/dataset/undo.ts';
import { Editor } from '../../../../src/renderer/ui/edits.ts';
import type { ImageItem, UpdateImages } from '../../../../src/shared/api/images.ts';
import type { Split } from '../../../../src/shared/domain.ts';
import { imageItem } from '../dataset/image-items.ts';

const { queryKey } = imagesQuery;
const onFailure = vi.fn();
let client: QueryClient;
let editor: Editor<ImageItem, UpdateImages>;
/** What the page has asked and nobody has answered, in the order of asking. */
let reads: ((split: Split | null) => void)[];
let writes: { body: UpdateImages; answer: (status: number) => void }[];
let unsubscribe: () => void;

beforeEach(() => {
  [reads, writes] = [[], []];
  vi.stubGlobal(
    'fetch',
    (_path: string, { method, body }: RequestInit) =>
      new Promise<Response>((resolve) => {
        if (method === 'GET') reads.push((split) => resolve(Response.json([imageItem({ id: 1, split })])));
        else {
          const answer = (status: number) => resolve(new Response(null, { status }));
          writes.push({ body: JSON.parse(String(body)), answer });
        }
      }),
  );
  client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(queryKey, [imageItem({ id: 1, split: null })]);
  unsubscribe = new QueryObserver(client, imagesQuery).subscribe(() => undefined);
  editor = new Editor(imageEdits, client, onFailure.mockReset());
});
afterEach(() => {
  unsubscribe();
  client.clear();
  vi.unstubAllGlobals();
});

const change = (split: Split) => editor.update([{ ids: [1], split }], `to ${split}`);
const shown = () =>
  editor
    .state()
    .pending.reduce(imageEdits.apply, client.getQueryData(queryKey)!)
    .map(({ split }) => split)[0];
const sent = async (count: number) => {
  await vi.waitFor(() => expect(writes).toHaveLength(count));
  return writes.at(-1)!;
};
const stored = async (left: number) => vi.waitFor(() => expect(editor.state().pending).toHaveLength(left));

/** As the service's events do. */
const askAgain = () => void client.invalidateQueries({ queryKey });

it('shows a change at once, and undoes and redoes it', async () => {
  change('train');
  expect(shown()).toBe('train');
  (await sent(1)).answer(204);
  expect(editor.undo()).toBe('to train');
  expect(shown()).toBe(null);
  const undoing = await sent(2);
  expect(undoing.body).toEqual({ ids: [1], split: null });
  undoing.answer(204);
  expect(editor.redo()).toBe('to train');
  expect(shown()).toBe('train');
  expect(editor.redo()).toBe(null);
});

it('is nothing where nothing changes', () => {
  change('train');
  expect(change('train')).toBe(false);
  expect(editor.state().done).toHaveLength(1);
});

it('keeps a change on the screen when an answer comes that is older, and undoes to what was before it', async () => {
  askAgain();
  change('train');
  reads[0]!(null);
  await vi.waitFor(() => expect(client.isFetching()).toBe(0));
  expect(shown()).toBe('train');
  change('test');
  editor.undo();
  expect(shown()).toBe('train');
  (await sent(1)).answer(204);
  (await sent(2)).answer(204);
  const undoing = await sent(3);
  expect(undoing.body).toEqual({ ids: [1], split: 'train' });
  undoing.answer(204);
  await stored(0);
  expect(shown()).toBe('train');
});

it('asks again when an older answer comes after the change is stored', async () => {
  change('train');
  askAgain();
  (await sent(1)).answer(204);
  await stored(0);
  reads[0]!(null);
  await vi.waitFor(() => expect(reads).toHaveLength(2));
  expect(shown()).toBe('train');
  reads[1]!('test');
  await vi.waitFor(() => expect(shown()).toBe('test'));
});

it('forgets what could be undone when the service refuses, and reads what is stored', async () => {
  change('train');
  (await sent(1)).answer(500);
  await stored(0);
  expect(onFailure).toHaveBeenCalledOnce();
  expect([editor.undo(), shown()]).toEqual([null, null]);
  expect(reads).toHaveLength(1);
});
