import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { syntheticQuery } from '../../src/renderer/api/queries.ts';
import { syntheticEdits } from '../../src/renderer/gallery/updates.ts';
import { Editor } from '../../src/renderer/ui/edits.ts';
import { fillProject } from '../unit/dataset/export-support.ts';
import { openApplication } from './support.ts';

/** An editor that talks to the service itself, on three images; a service that is down refuses everything. */
async function openEditor() {
  const { handler, project } = await openApplication();
  await fillProject(project, 1, 3);
  let isDown = false;
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) =>
    isDown
      ? Promise.reject(new TypeError('Failed to fetch'))
      : handler(new Request(`http://127.0.0.1${path}`, init)),
  );
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const client = new QueryClient();
  await client.fetchQuery(syntheticQuery);
  const failures: unknown[] = [];
  const editor = new Editor(syntheticEdits, client, (error) => failures.push(error));
  const shown = () =>
    editor
      .state()
      .pending.reduce(syntheticEdits.apply, client.getQueryData(syntheticQuery.queryKey) ?? [])
      .map(({ isKept, tags }) => [isKept, ...tags]);
  const stored = async () => {
    await expect.poll(() => editor.state().pending).toEqual([]);
    const items = await client.fetchQuery({ ...syntheticQuery, staleTime: 0 });
    return items.map(({ isKept, tags }) => [isKept, ...tags]);
  };
  return {
    ...{ editor, shown, stored, failures },
    takeDown: () => {
      isDown = true;
    },
  };
}

describe('decisions', () => {
  it('are shown at once and stored in their order', async () => {
    const { editor, shown, stored } = await openEditor();
    editor.update([{ ids: [1, 2], isKept: true }], 'kept');
    editor.update([{ ids: [2, 3], isKept: false, addTags: ['dark'] }], 'discarded');
    const expected = [[true], [false, 'dark'], [false, 'dark']];
    expect(shown()).toEqual(expected);
    expect(await stored()).toEqual(expected);
    expect(shown()).toEqual(expected);
  });

  it('are undone and redone one by one, before and after they are stored', async () => {
    const { editor, shown, stored } = await openEditor();
    editor.update([{ ids: [1], isKept: true }], 'first');
    expect(await stored()).toEqual([[true], [null], [null]]);
    editor.update([{ ids: [1, 2, 3], isKept: false }], 'second');
    editor.undo();
    expect(shown()).toEqual([[true], [null], [null]]);
    editor.undo();
    expect(await stored()).toEqual([[null], [null], [null]]);
    editor.redo();
    editor.redo();
    expect(await stored()).toEqual([[false], [false], [false]]);
    expect(editor.state().undone).toEqual([]);
  });

  it('that change nothing leave nothing to undo, and a new one leaves nothing to redo', async () => {
    const { editor, stored } = await openEditor();
    editor.update([{ ids: [1], isKept: null }], 'nothing');
    expect(editor.state().done).toEqual([]);
    editor.update([{ ids: [1], isKept: true }], 'kept');
    editor.undo();
    editor.update([{ ids: [2], isKept: true }], 'another');
    editor.redo();
    expect(await stored()).toEqual([[null], [true], [null]]);
  });
});

it('shows what is stored, and forgets what could be undone, when the service fails', async () => {
  const { editor, shown, failures, takeDown } = await openEditor();
  takeDown();
  editor.update([{ ids: [1], isKept: true }], 'kept');
  expect(shown()[0]).toEqual([true]);
  await expect.poll(() => failures).toHaveLength(1);
  expect(failures[0]).toMatchObject({ code: 'unreachable' });
  expect(shown()).toEqual([[null], [null], [null]]);
  expect(editor.state().done).toEqual([]);
});
