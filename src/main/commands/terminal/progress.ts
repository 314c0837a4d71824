import { styleText } from 'node:util';
import type { Progress } from '../../../shared/progress.ts';
import { duration } from './format.ts';

/** Where progress goes: standard error, or a buffer in tests. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const repaintMs = 100;
const lineEveryMs = 5000;
const barWidth = 24;

/**
 * Shows the progress of a job: a bar that is repainted in a terminal; in a log, a line when a phase begins, every
 * few seconds, and when it ends. Notes stay in both.
 */
export class ProgressReporter {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  #current: Progress | undefined;
  #startedAt = 0;
  #startedFrom = 0;
  #shownAt = 0;
  #shown = '';

  constructor(stream: ProgressStream, now: () => number = Date.now) {
    this.#stream = stream;
    this.#now = now;
  }

  report(progress: Progress): void {
    const time = this.#now();
    if (progress.phase !== this.#current?.phase) this.#begin(progress, time);
    this.#current = progress;
    if (progress.note !== undefined) this.#note(progress.note);
    if (!this.#stream.isTTY && progress.total > 0 && progress.done >= progress.total) return;
    const due = time - this.#shownAt >= (this.#stream.isTTY ? repaintMs : lineEveryMs);
    if (due || this.#shown === '') this.#show(this.#line(progress, time), time);
  }

  /** Shows the last report and ends its line. */
  end(): void {
    if (!this.#current) return;
    const time = this.#now();
    const { phase, done, total } = this.#current;
    const line = `${phase}: ${fraction(done, total)} in ${duration(time - this.#startedAt)}`;
    this.#stream.write(this.#stream.isTTY ? `\r\x1b[K${line}\n` : `${line}\n`);
    this.#current = undefined;
    this.#shown = '';
  }

  /** On a line of its own, which stays. */
  #note(note: string): void {
    this.#stream.write(this.#stream.isTTY ? `\r\x1b[K${note}\n` : `${note}\n`);
    this.#shown = '';
  }

  #begin(progress: Progress, time: number): void {
    this.end();
    this.#startedAt = time;
    this.#startedFrom = progress.done;
  }

  #show(line: string, time: number): void {
    if (line === this.#shown) return;
    this.#shown = line;
    this.#shownAt = time;
    this.#stream.write(this.#stream.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  }

  #line({ phase, done, total, detail }: Progress, time: number): string {
    const finished = done - this.#startedFrom;
    const left = finished > 0 ? ((time - this.#startedAt) / finished) * (total - done) : undefined;
    const rest = [left !== undefined && done < total ? `${duration(left)} left` : '', detail ?? ''];
    const note = rest.filter((part) => part !== '').join(', ');
    if (!this.#stream.isTTY) return `${phase}: ${fraction(done, total)}${note && `, ${note}`}`;
    const start = `${phase} `;
    const end = ` ${fraction(done, total)}${note && ` · ${note}`}`;
    const room = (this.#stream.columns || 80) - 1 - start.length - barWidth;
    return start + bar(total > 0 ? done / total : 0) + clip(end, room);
  }
}

function fraction(done: number, total: number): string {
  return total > 0 ? `${done}/${total}` : String(done);
}

function bar(share: number): string {
  const full = Math.round(barWidth * Math.min(1, Math.max(0, share)));
  return styleText('cyan', '━'.repeat(full)) + styleText('dim', '─'.repeat(barWidth - full));
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
