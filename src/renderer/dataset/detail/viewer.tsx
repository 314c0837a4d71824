import { ActionIcon, Tooltip } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { Minus, Plus, Scan } from 'lucide-react';
import { useRef } from 'react';
import type { ImageDetail } from '../../../shared/api/images.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { LayerCanvas } from '../../viewer/layer-canvas.tsx';
import { drawPhoto } from '../../viewer/photo-pyramid.ts';
import type { Size, Transform } from '../../viewer/transform.ts';
import { useOutline, usePhotoLayer, useTintLayer } from '../../viewer/use-layer.ts';
import { useTransform, type Viewport } from '../../viewer/use-transform.ts';
import { thumbnailOf } from '../image-grid.tsx';
import { colourOf, type Overlays } from './overlays.ts';
import classes from './viewer.module.css';

const zoomStep = 1.5;

/** The photograph at full resolution under the overlays chosen, to zoom and pan. */
export function Viewer({ image, overlays }: { image: ImageDetail; overlays: Overlays }) {
  const { ref: sizeRef, width, height } = useElementSize();
  const element = useRef<HTMLDivElement>(null);
  const ratio = window.devicePixelRatio;
  const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
  const viewport = useTransform(element, image, size, ratio);
  const photo = usePhotoLayer(image.sha256, image.extension);
  useShortcut('+, =', () => viewport.zoomBy(zoomStep), 'Zoom in');
  useShortcut('-', () => viewport.zoomBy(1 / zoomStep), 'Zoom out');
  useShortcut('Z', viewport.toggleFit, 'Whole image or single pixels');
  const layer = { size, transform: viewport.transform };
  const shown = image.versions.filter(({ id }) => overlays.shown.has(id));
  return (
    <div ref={useMergedRef(sizeRef, element)} className={classes.viewer} {...viewport.handlers}>
      {photo.value === null && (
        <img className={classes.preview} src={thumbnailOf(image)} alt="" draggable={false} />
      )}
      {photo.value && (
        <LayerCanvas
          {...layer}
          draw={(context, transform) => photo.value && drawPhoto(context, photo.value, transform, '')}
        />
      )}
      {shown.map((version) => (
        <MaskLayer
          key={version.id}
          {...layer}
          sha256={version.sha256}
          colour={colourOf(version)}
          opacity={overlays.opacity}
        />
      ))}
      {overlays.hasFov && <FovLayer {...layer} sha256={image.fov.sha256} ratio={ratio} />}
      {photo.error !== null && <ErrorPanel error={photo.error} />}
      <ZoomControls viewport={viewport} ratio={ratio} />
    </div>
  );
}

interface LayerProps {
  size: Size;
  transform: Transform;
  sha256: string;
}

function MaskLayer({
  sha256,
  colour,
  ...layer
}: LayerProps & { colour: readonly [number, number, number]; opacity: number }) {
  const { value } = useTintLayer(sha256, colour);
  if (!value) return null;
  return <LayerCanvas {...layer} draw={(context, transform) => drawPhoto(context, value, transform, '')} />;
}

function FovLayer({ sha256, ratio, ...layer }: LayerProps & { ratio: number }) {
  const { value } = useOutline(sha256);
  if (!value) return null;
  const draw = (context: CanvasRenderingContext2D, { scale, x, y }: Transform) => {
    context.setTransform(scale, 0, 0, scale, x, y);
    context.lineWidth = (1.5 * ratio) / scale;
    context.strokeStyle = '#fff';
    context.stroke(value);
  };
  return <LayerCanvas {...layer} draw={draw} />;
}

function ZoomControls({ viewport, ratio }: { viewport: Viewport; ratio: number }) {
  const buttons = [
    { label: 'Zoom out', icon: Minus, onClick: () => viewport.zoomBy(1 / zoomStep) },
    { label: 'Zoom in', icon: Plus, onClick: () => viewport.zoomBy(zoomStep) },
    { label: 'Whole image or single pixels', icon: Scan, onClick: viewport.toggleFit },
  ];
  return (
    <div className={classes.controls} onPointerDown={(event) => event.stopPropagation()}>
      <span className={classes.scale}>{Math.round((100 * viewport.transform.scale) / ratio)} %</span>
      {buttons.map(({ label, icon: Icon, onClick }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon variant="transparent" aria-label={label} onClick={onClick}>
            <Icon size={16} />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}
