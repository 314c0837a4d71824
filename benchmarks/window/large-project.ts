import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import { spreadOf } from '../../src/main/benchmark/protocol.ts';
import { screenAddress } from '../../tests/e2e/session.ts';
import type { Figure, Measurement } from '../figure.ts';
import { makeLargeProject } from '../large-project.ts';
import { newPage, type Window, withWindow } from './browser.ts';

const images = 10_000;
const runs = 7;
const wheelSteps = 120;
const wheelPixels = 300;

/**
 * A project of 10,000 photographs and as many synthetic images: how long until the data set is on the screen, what
 * the page's process takes, and whether the gallery scrolls without gaps.
 */
export const largeProject: Figure = {
  name: 'large-project',
  measure: () =>
    withWindow(
      (dir) => makeLargeProject(dir, images),
      async (window) => [await opening(window), ...(await scrolling(window))],
    ),
};

/** Whether all pictures of the list that are in sight are there; runs in the page. */
function isAllShown(listSelector: string): boolean {
  const list = document.querySelector(listSelector);
  if (!list) return false;
  const frame = list.getBoundingClientRect();
  const inSight = [...list.querySelectorAll('img')].filter((image) => {
    const { top, bottom } = image.getBoundingClientRect();
    return bottom > frame.top && top < frame.bottom;
  });
  return inSight.length > 0 && inSight.every((image) => image.complete && image.naturalWidth > 0);
}

const dataset = '[role=listbox][aria-label="Images"]';
const gallery = '[role=listbox][aria-label="Synthetic images"]';

async function opening({ browser, session }: Window): Promise<Measurement> {
  const seconds: number[] = [];
  for (let run = -1; run < runs; run++) {
    const page = await newPage(browser);
    await page.goto(screenAddress(session, '/images'));
    await page.waitForFunction(isAllShown, dataset, { polling: 'raf' });
    if (run >= 0) seconds.push((await page.evaluate(() => performance.now())) / 1000);
    await page.context().close();
  }
  const { median, q1, q3 } = spreadOf(seconds);
  return {
    figure: `project of ${images.toLocaleString('en')} images opens`,
    value: `${median.toFixed(2)} s`,
    numbers: { median, q1, q3 },
    target: '< 2 s',
    reached: median < 2,
    conditions:
      'from the address to the first screenful of thumbnails of the data set, nothing cached in the browser; ' +
      `median of ${runs} after 1 (quartiles ${q1.toFixed(2)}-${q3.toFixed(2)} s)`,
  };
}

async function scrolling({ browser, session }: Window): Promise<Measurement[]> {
  const page = await newPage(browser);
  await page.goto(screenAddress(session, '/images'));
  await page.waitForFunction(isAllShown, dataset, { polling: 'raf' });
  const opened = await rendererMemory(browser);
  await scroll(page, dataset);
  await page.goto(screenAddress(session, '/gallery'));
  await page.waitForFunction(isAllShown, gallery, { polling: 'raf' });
  const watching = await page.evaluateHandle(watchGaps, gallery);
  await scroll(page, gallery);
  const { longest, frames, pixels } = await watching.evaluate((stop) => stop());
  const scrolled = await rendererMemory(browser);
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  const kept = await rendererMemory(browser);
  const memory =
    'the proportional set size (PSS) of the renderer process, with the pictures that the browser has decoded and may drop';
  return [
    {
      figure: 'memory of the page with it, opened',
      value: `${opened.toFixed(0)} MB`,
      numbers: { opened },
      target: '< 500 MB',
      reached: opened < 500,
      conditions: `${memory}; the data set as it opens`,
    },
    {
      figure: 'memory of the page with it, scrolled through',
      value: `${kept.toFixed(0)} MB`,
      numbers: { scrolled, kept },
      target: '< 500 MB',
      reached: kept < 500,
      conditions:
        `${memory}; after ${pixels.toFixed(0)} pixels of the data set and as many of the gallery and a garbage ` +
        `collection; ${scrolled.toFixed(0)} MB before it`,
    },
    {
      figure: 'longest gap while the gallery scrolls',
      value: `${longest.toFixed(0)} ms`,
      numbers: { longest, frames },
      target: '<= 100 ms',
      reached: longest <= 100,
      conditions: `the longest time that a tile in sight had no picture, ${wheelSteps} turns of the wheel by ${wheelPixels} pixels, ${frames} frames`,
    },
  ];
}

async function scroll(page: Page, list: string): Promise<void> {
  await page.locator(list).hover();
  for (let step = 0; step < wheelSteps; step++) {
    await page.mouse.wheel(0, wheelPixels);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** Notes at every frame for how long tiles in sight have had no picture; runs in the page. */
function watchGaps(listSelector: string): () => { longest: number; frames: number; pixels: number } {
  const list = document.querySelector(listSelector)!;
  const isMissing = () => {
    const frame = list.getBoundingClientRect();
    const tiles = [...list.querySelectorAll('[role=option]')].filter((tile) => {
      const { top, bottom } = tile.getBoundingClientRect();
      return bottom > frame.top && top < frame.bottom;
    });
    const hasPicture = (tile: Element) => {
      const image = tile.querySelector('img');
      return image?.complete === true && image.naturalWidth > 0;
    };
    return tiles.length === 0 || !tiles.every(hasPicture);
  };
  let since: number | null = null;
  let longest = 0;
  let frames = 0;
  let isOn = true;
  const look = () => {
    if (!isOn) return;
    frames++;
    const now = performance.now();
    if (isMissing()) {
      since ??= now;
      longest = Math.max(longest, now - since);
    } else since = null;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  return () => {
    isOn = false;
    return { longest, frames, pixels: list.scrollTop };
  };
}

/** Megabytes of the processes that draw pages: what Linux calls the proportional set size. */
async function rendererMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const sizes = renderers.map(({ id }) => {
    const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) / 1000;
  });
  return Math.max(...sizes);
}
