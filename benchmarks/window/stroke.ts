import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright';
import { spreadOf } from '../../src/main/benchmark/protocol.ts';
import { importPaths } from '../../src/main/dataset/import/import.ts';
import { decodeImage, decodeMask } from '../../src/main/imaging/decode.ts';
import { encodePng } from '../../src/main/imaging/encode.ts';
import { resizeMask, resizeRaster } from '../../src/main/imaging/resize.ts';
import { createProject } from '../../src/main/store/project.ts';
import { screenAddress } from '../../tests/e2e/session.ts';
import type { Figure } from '../figure.ts';
import { newPage, withWindow } from './browser.ts';

const sample = resolve(import.meta.dirname, '../../resources/sample');
const size = { width: 3504, height: 2336 };
const strokes = 12;
const movesPerStroke = 60;
const zoomSteps = 6;

/**
 * From a movement of the pen to the end of the frame that shows it, on a mask of 3504 x 2336 pixels: when the event
 * was made, as the browser says, until the first task after that frame.
 */
export const strokeLatency: Figure = {
  name: 'stroke',
  measure: () =>
    withWindow(prepare, async ({ browser, session }) => {
      const page = await newPage(browser, watchMoves);
      await page.goto(screenAddress(session, '/review'));
      await page.getByText(`${size.width} × ${size.height} pixels`).waitFor();
      await page.getByRole('button', { name: 'Undo' }).waitFor();
      const canvas = page.locator('canvas').first();
      await page.waitForTimeout(1500);
      const box = await canvas.boundingBox();
      if (!box) throw new Error('the editor has no canvas in sight');
      await page.keyboard.press('b');
      const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      const fitted = await draw(page, middle, 0.3 * box.height);
      await page.mouse.move(middle.x, middle.y);
      for (let step = 0; step < zoomSteps; step++) await page.mouse.wheel(0, -240);
      await page.waitForTimeout(500);
      const zoomed = await draw(page, middle, 0.3 * box.height);
      return [measurement('whole image in sight', fitted), measurement('zoomed in', zoomed)];
    }),
};

async function prepare(dir: string): Promise<void> {
  const pictures = join(dir, '..', 'pictures');
  for (const folder of ['images', 'masks']) await mkdir(join(pictures, folder), { recursive: true });
  const photograph = await decodeImage(join(sample, 'images/06_h.jpg'));
  const vessels = await decodeMask(join(sample, 'manual1/06_h.tif'));
  const { width, height } = size;
  await writeFile(
    join(pictures, 'images/eye.png'),
    await encodePng(await resizeRaster(photograph, width, height)),
  );
  await writeFile(join(pictures, 'masks/eye.png'), await encodePng(resizeMask(vessels, width, height)));
  const project = createProject(dir);
  const context = { report: () => {}, signal: new AbortController().signal };
  await importPaths(project, [pictures], {}, context);
  project.close();
}

/** Draws circles, one stroke each; returns milliseconds of every movement. */
async function draw(page: Page, middle: { x: number; y: number }, radius: number) {
  await takeLatencies(page);
  for (let stroke = 0; stroke < strokes; stroke++) {
    const at = (move: number) => {
      const angle = (2 * Math.PI * move) / movesPerStroke;
      const r = radius * (0.4 + (0.6 * stroke) / strokes);
      return [middle.x + r * Math.cos(angle), middle.y + r * Math.sin(angle)] as const;
    };
    await page.mouse.move(...at(0));
    await page.mouse.down();
    for (let move = 1; move <= movesPerStroke; move++) await page.mouse.move(...at(move));
    await page.mouse.up();
  }
  await page.waitForTimeout(200);
  return takeLatencies(page);
}

/** What was noted since the last time. */
function takeLatencies(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const { strokeLatencies } = globalThis as unknown as { strokeLatencies: number[] };
    return strokeLatencies.splice(0);
  });
}

function measurement(view: string, latencies: readonly number[]) {
  const sorted = [...latencies].sort((a, b) => a - b);
  const p95 = sorted[Math.ceil(0.95 * sorted.length) - 1] ?? Number.NaN;
  const { median } = spreadOf(latencies);
  return {
    figure: `stroke to pixel at ${size.width} x ${size.height}, ${view}`,
    value: `${p95.toFixed(1)} ms`,
    numbers: { p95, median, movements: latencies.length },
    target: '< 32 ms',
    reached: p95 < 32,
    conditions:
      `95th percentile of ${latencies.length} movements in ${strokes} strokes (median ${median.toFixed(1)} ms), ` +
      'from the event to the end of its frame, drawn by the processor without a graphics card',
  };
}

/** Notes how long every movement of a stroke takes to be seen; runs in the page, before its own scripts. */
function watchMoves(): void {
  const latencies: number[] = [];
  Object.assign(globalThis, { strokeLatencies: latencies });
  const note = (event: PointerEvent) => {
    if (event.buttons !== 1) return;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => latencies.push(performance.now() - event.timeStamp);
      port2.postMessage(null);
    });
  };
  addEventListener('pointermove', note, { capture: true });
}
