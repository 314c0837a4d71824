import { spreadOf } from '../../src/main/benchmark/protocol.ts';
import { createProject } from '../../src/main/store/project.ts';
import type { Figure } from '../figure.ts';
import { newPage, withWindow } from './browser.ts';

const runs = 11;

/** From opening the address of a browser session to its first content on the screen. */
export const firstPaint: Figure = {
  name: 'first-paint',
  measure: () =>
    withWindow(
      async (dir) => createProject(dir).close(),
      async ({ browser, session }) => {
        const seconds: number[] = [];
        for (let run = -1; run < runs; run++) {
          const page = await newPage(browser);
          await page.goto(session.address);
          const paint = await page.waitForFunction(
            () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
          );
          if (run >= 0) seconds.push(((await paint.jsonValue()) ?? Number.NaN) / 1000);
          await page.context().close();
        }
        const { median, q1, q3 } = spreadOf(seconds);
        return [
          {
            figure: 'first paint of the browser session',
            value: `${median.toFixed(2)} s`,
            numbers: { median, q1, q3 },
            target: '< 1 s',
            reached: median < 1,
            conditions: `first contentful paint, nothing cached in the browser, median of ${runs} after 1 (quartiles ${q1.toFixed(2)}-${q3.toFixed(2)} s)`,
          },
        ];
      },
    ),
};
