import type { Page } from 'playwright';

/** Drops files and folders of the disk onto the middle of the page, as a person does from a file manager. */
export async function dropOnto(page: Page, paths: readonly string[]): Promise<void> {
  // One that fades out still refuses what is dragged over it, which a person sees by the cursor.
  await page.locator('[aria-modal="true"]').waitFor({ state: 'detached' });
  const client = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize()!;
  const place = { x: width / 2, y: height / 2 };
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', { type, ...place, data });
  }
  await client.detach();
}
