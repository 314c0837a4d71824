const type = 'application/x-fundus-studio-images';

/** Lets images of the data set be dragged, with a label at the pointer that says how many. */
export function dragImages(transfer: DataTransfer, ids: readonly number[], label: string): void {
  transfer.setData(type, JSON.stringify(ids));
  transfer.effectAllowed = 'move';
  const badge = document.createElement('div');
  badge.textContent = label;
  Object.assign(badge.style, {
    position: 'fixed',
    top: '-100px',
    padding: '6px 12px',
    borderRadius: '8px',
    background: 'var(--mantine-color-teal-7)',
    color: 'white',
    fontSize: '13px',
  });
  document.body.append(badge);
  transfer.setDragImage(badge, -12, -8);
  // The browser takes the picture of it after the event.
  setTimeout(() => badge.remove());
}

export const carriesImages = (transfer: DataTransfer) => transfer.types.includes(type);

export function draggedImages(transfer: DataTransfer): number[] {
  const ids: unknown = JSON.parse(transfer.getData(type) || '[]');
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : [];
}
