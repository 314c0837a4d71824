import type { ImageItem } from '../../../shared/api/images.ts';
import type { NearestPhotograph, SyntheticDetail } from '../../../shared/api/synthetic.ts';
import { fileUrl } from '../../api/client.ts';

/** A picture to hold the synthetic image against. */
export interface Reference {
  readonly key: 'label' | 'mask' | 'source' | 'nearest';
  readonly label: string;
  readonly meaning: string;
  readonly url: string;
  readonly thumbnailUrl: string;
}

const picture = ({ sha256, extension }: ImageItem) => fileUrl(sha256, extension);
const thumbnail = (image: ImageItem) =>
  image.thumbnailSha256 === null ? picture(image) : fileUrl(image.thumbnailSha256, 'jpg');

export function referencesOf(
  { maskSha256, masks: [mask], source }: SyntheticDetail,
  nearest: NearestPhotograph | null | undefined,
): Reference[] {
  const same = (url: string) => ({ url, thumbnailUrl: url });
  return [
    {
      key: 'label',
      label: 'Its label',
      meaning: 'The vessel mask as the network was given it: what an export pairs the image with.',
      ...same(fileUrl(maskSha256, 'png')),
    },
    ...(mask
      ? [
          {
            key: 'mask' as const,
            label: `Source mask, ${source.name}`,
            meaning: 'The mask in the pixels of its photograph.',
            ...same(fileUrl(mask.sha256, 'png')),
          },
        ]
      : []),
    {
      key: 'source',
      label: `Photograph ${source.name}`,
      meaning: 'The photograph that the mask belongs to.',
      url: picture(source),
      thumbnailUrl: thumbnail(source),
    },
    ...(nearest
      ? [
          {
            key: 'nearest' as const,
            label: `Nearest: ${nearest.image.name}`,
            meaning: 'The real photograph that looks most like it.',
            url: picture(nearest.image),
            thumbnailUrl: thumbnail(nearest.image),
          },
        ]
      : []),
  ];
}
