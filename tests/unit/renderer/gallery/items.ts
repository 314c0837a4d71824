import type { SyntheticItem } from '../../../../src/shared/api/synthetic.ts';

export const item = (part: Partial<SyntheticItem> & { id: number }): SyntheticItem => ({
  name: `synthetic-${part.id}`,
  sha256: String(part.id).padStart(64, '0'),
  thumbnailSha256: null,
  width: 480,
  height: 320,
  diagnosis: 'h',
  seed: part.id,
  imageId: 1,
  modelId: 1,
  isKept: null,
  tags: [],
  ...part,
});
