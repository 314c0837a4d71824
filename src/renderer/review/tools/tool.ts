import type { Point } from '../../viewer/raster.ts';

/** What the pointer, or the keyboard's cursor, does to the mask. Points are in pixels of the image. */
export interface Tool {
  /** @returns whether it goes on until `release` */
  press(at: Point, options: PressOptions): boolean;
  /** Along all points since the last call; @param time of the event. */
  drag(points: readonly Point[], time: number): void;
  release(): void;
  hover(at: Point | null): void;
  /** Ends what is in progress. @returns whether a change of the mask was taken back */
  cancel(): boolean;
}

export interface PressOptions {
  readonly time: number;
  /** The other mouse button, or a pen's eraser. */
  readonly erases: boolean;
  /** Shift: straight from where the last stroke ended. */
  readonly isStraight: boolean;
}

/** For moving the image only. */
export const noTool: Tool = {
  press: () => false,
  drag() {},
  release() {},
  hover() {},
  cancel: () => false,
};
