import { SendQueue } from './send-queue.ts';

/** One for the page: what is on its way goes on when the screen is left. */
export const reviewQueue = new SendQueue();
