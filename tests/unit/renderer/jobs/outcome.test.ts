import { describe, expect, it } from 'vitest';
import { hasEnded, inListOrder } from '../../../../src/renderer/jobs/order.ts';
import { describeRequest, jobOutcome, searchOf } from '../../../../src/renderer/ui/work/job-kinds.ts';
import type { JobInfo, JobStatus } from '../../../../src/shared/api/jobs.ts';
import { refused, report } from '../training/quantize/report.ts';
import { job as anyJob } from '../training/runs.ts';

const outcomeOf = (kind: string, result: unknown) =>
  jobOutcome(anyJob({ id: 1, kind, options: {}, status: 'finished', result }));

const scores = { f1: 0.8123, sensitivity: 0.8, specificity: 0.98, accuracy: 0.96, auc: 0.981 };

describe('the outcome of', () => {
  it('an import names what was lost and leads to it', () => {
    const taken = {
      ...{ file: '/a/1.jpg', name: '1', layout: 'loose', width: 8, height: 8, diagnosis: null, split: null },
      ...{ annotations: 0, fov: 'estimated', stripped: ['EXIF'], note: null },
    };
    const failed = { file: '/a/2.jpg', code: 'truncated', message: 'cut off', hint: null, image: null };
    const result = { taken: [taken], added: [], leftOut: [{ file: 'x', reason: 'y' }], failed: [failed] };
    expect(outcomeOf('import', result)).toEqual({
      summary: 'Imported 1 photograph, 1 left out, 1 failed',
      hasLosses: true,
      link: { to: '/jobs', label: 'See what failed' },
    });
    const lossless = outcomeOf('import', { ...result, failed: [] });
    expect([lossless.hasLosses, lossless.link?.to]).toEqual([false, '/images']);
  });

  it('a segmentation leads to the review', () => {
    const result = { model: 'u', images: [{ image: 'a', maskId: 1, vesselShare: 0.1, seconds: 1 }] };
    const { summary, link } = outcomeOf('segment', result);
    expect([summary, link?.to]).toEqual(['Vessels of 1 photograph extracted', '/review']);
  });

  it('an evaluation is its F1', () => {
    const image = { image: 'a', width: 8, height: 8, observer: null, ...scores };
    const result = {
      model: 'u',
      modelSha256: '',
      split: 'test',
      threshold: 0.4,
      images: [image],
      summary: scores,
    };
    expect(outcomeOf('evaluate-segmenter', result).summary).toBe('F1 0.812 on 1 photograph');
  });

  it('a synthesis is the number of its images', () => {
    const { summary } = outcomeOf('synthesize', { model: 'g', images: 24 });
    expect(summary).toBe('Synthesised 24 images');
  });

  it('a quantisation leads to the decision, and a refused one to its reasons', () => {
    const made = outcomeOf('quantize', report);
    expect([made.summary, made.hasLosses]).toEqual(['Made an int8 network of unet', false]);
    const none = outcomeOf('quantize', refused);
    expect([none.summary, none.hasLosses]).toEqual(['No int8 network of unet is within the limits', true]);
    expect(searchOf(made.link!.to, { id: 7, kind: 'quantize' })).toEqual({ quantization: 7 });
    expect(searchOf('/jobs', { id: 7, kind: 'segment' })).toEqual({ job: 7 });
    expect(searchOf('/review', { id: 7, kind: 'segment' })).toEqual({});
  });

  it('a job whose result is not known is that it has finished', () => {
    expect(outcomeOf('segment', null).summary).toBe('Extract vessels: finished');
    expect(outcomeOf('something', {}).summary).toBe('something: finished');
    expect(outcomeOf('segment', { masks: 3 }).summary).toBe(
      'Extract vessels: finished, the result was stored by another version',
    );
  });
});

describe('the request', () => {
  it('is told in words', () => {
    const describeJob = (kind: string, options: unknown) => describeRequest(anyJob({ id: 1, kind, options }));
    expect(describeJob('import', { paths: ['/data/HRF', 'C:\\eyes\\DRIVE'], split: 'train' })).toBe(
      'HRF, DRIVE, training split',
    );
    expect(describeJob('synthesize', { count: 12, seed: 3, diagnosis: 'g', masks: 'reviewed' })).toBe(
      '12 images, glaucoma, from accepted masks, seed 3',
    );
    expect(describeJob('quantize', { model: 'unet', calibrator: 'entropy', images: 1 })).toBe(
      'unet, ranges by entropy, calibrated on 1 image',
    );
    expect(describeJob('export', { folder: '/out/set', which: 'kept', split: true, zip: true })).toBe(
      'set, kept images, divided, with zip',
    );
    expect(describeJob('segment', { images: ['a'], model: 'u' })).toBe('1 photograph, with u');
  });

  it('of the command line is not', () => {
    expect(describeRequest(anyJob({ id: 1, kind: 'demo', options: {} }))).toBe('');
  });
});

describe('the list', () => {
  const job = (id: number, status: JobStatus) => ({ id, status }) as JobInfo;
  const jobs = [
    job(1, 'finished'),
    job(2, 'interrupted'),
    job(3, 'failed'),
    job(4, 'running'),
    job(5, 'queued'),
    job(6, 'queued'),
    job(7, 'paused'),
  ];

  it('has what runs and waits in its turn, then what was stopped, then what has ended, newest first', () => {
    expect(inListOrder(jobs).map(({ id }) => id)).toEqual([4, 5, 6, 7, 2, 3, 1]);
  });

  it('can be cleared of what has ended', () => {
    expect(jobs.filter(hasEnded).map(({ id }) => id)).toEqual([1, 3]);
  });
});
