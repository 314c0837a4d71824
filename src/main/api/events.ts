import type { ServerEvent } from '../../shared/api/events.ts';

const heartbeatMs = 15_000;

type Listener = (event: ServerEvent) => void;

/** Tells everyone who listens what happened; a page follows it through `GET /api/events`. */
export class EventHub {
  readonly #listeners = new Set<Listener>();
  readonly #closers = new Set<() => void>();

  publish(event: ServerEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** @returns what ends it */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The events from now on as server-sent ones, with a comment now and then that keeps the connection open. */
  stream(): Response {
    let end = () => {};
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        end = this.#follow(controller);
      },
      cancel: () => end(),
    });
    return new Response(body, {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      },
    });
  }

  /** Ends all streams, so that a server can stop. */
  close(): void {
    for (const close of [...this.#closers]) close();
    this.#listeners.clear();
  }

  #follow(controller: ReadableStreamDefaultController<Uint8Array>): () => void {
    const encoder = new TextEncoder();
    const write = (text: string) => controller.enqueue(encoder.encode(text));
    const unsubscribe = this.subscribe((event) => write(`data: ${JSON.stringify(event)}\n\n`));
    const heartbeat = setInterval(() => write(':\n\n'), heartbeatMs);
    const end = () => {
      unsubscribe();
      clearInterval(heartbeat);
      this.#closers.delete(close);
    };
    const close = () => {
      end();
      controller.close();
    };
    this.#closers.add(close);
    write('retry: 1000\n\n');
    return end;
  }
}
