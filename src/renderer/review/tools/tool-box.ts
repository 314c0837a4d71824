import type { Raster } from '../../viewer/raster.ts';
import type { Photograph } from '../canvas/photograph.ts';
import type { EditorView } from '../canvas/view.ts';
import { createVesselMaps } from '../mask/vessel-path.ts';
import type { EditSession } from '../session/edit-session.ts';
import type { ToolName } from '../settings.ts';
import { BrushTool } from './brush-tool.ts';
import { LineTool } from './line-tool.ts';
import { noTool, type Tool } from './tool.ts';

/** Makes the tools for one image. */
export class ToolBox {
  readonly #session: EditSession;
  readonly #view: EditorView;
  readonly #photo: Photograph;
  readonly #diameter: () => number;
  #maps: readonly Raster[] | null = null;

  constructor(session: EditSession, view: EditorView, photo: Photograph, diameter: () => number) {
    this.#session = session;
    this.#view = view;
    this.#photo = photo;
    this.#diameter = diameter;
  }

  take(name: ToolName): Tool {
    if (name === 'brush' || name === 'eraser')
      return new BrushTool(this.#session, name === 'eraser', this.#diameter);
    if (name === 'line')
      return new LineTool(this.#session, this.#view, () => this.#vesselMaps(), this.#diameter);
    return noTool;
  }

  /** For lines to follow: the prediction, or else where the photograph is dark. */
  #vesselMaps(): readonly Raster[] {
    this.#maps ??= createVesselMaps(this.#session.probability ?? this.#photo.darkness);
    return this.#maps;
  }
}
