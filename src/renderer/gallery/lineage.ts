import type { MaskVersion } from '../../shared/api/images.ts';
import type { SyntheticDetail } from '../../shared/api/synthetic.ts';
import { diagnosisNames } from '../../shared/domain.ts';

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
  if (origin === 'predicted') return `Mask ${version}, found by ${model ?? 'a segmenter'}`;
  if (origin === 'edited') return `Mask ${version}, edited`;
  return `Mask ${version}, annotated${observer === null ? '' : ` by ${observer}`}`;
}
