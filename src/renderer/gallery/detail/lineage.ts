import type { ImageItem, MaskVersion } from '../../../shared/api/images.ts';
import type { NearestPhotograph, SyntheticDetail } from '../../../shared/api/synthetic.ts';
import { diagnosisNames } from '../../../shared/domain.ts';
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

/** All that an image descends from, for a record elsewhere. */
export function lineageOf(detail: SyntheticDetail) {
  const { source, masks, model, seed, style, name, sha256, maskSha256, width, height, createdAt } = detail;
  return {
    image: { name, sha256, width, height, class: diagnosisNames[detail.diagnosis], createdAt },
    label: { sha256: maskSha256 },
    synthesizer: { name: model.name, sha256: model.sha256, seed, style },
    masks: masks.toReversed().map(({ version, origin, sha256, observer, model, createdAt }) => ({
      version,
      origin,
      sha256,
      ...(observer !== null && { observer }),
      ...(model !== null && { segmenter: model }),
      createdAt,
    })),
    photograph: {
      name: source.name,
      sha256: source.sha256,
      class: source.diagnosis && diagnosisNames[source.diagnosis],
      split: source.split,
    },
  };
}

/** "Mask 2, edited", "Mask 1, annotated by 1stHO", "Mask 1, found by unet-hrf" */
export function describeMask({ version, origin, observer, model }: MaskVersion): string {
  if (origin === 'predicted') return `Mask ${version}, extracted by ${model ?? 'a segmenter'}`;
  if (origin === 'edited') return `Mask ${version}, edited`;
  return `Mask ${version}, annotated${observer === null ? '' : ` by ${observer}`}`;
}
