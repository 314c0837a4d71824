import { describe, expect, it } from 'vitest';
import { hasEnded, inListOrder } from '../../../../src/renderer/jobs/order.ts';
import { jobOutcome, searchOf } from '../../../../src/renderer/jobs/outcome.ts';
import { describeRequest } from '../../../../src/renderer/ui/describe-job.ts';
import type { JobInfo, JobStatus } from '../../../../src/shared/api/jobs.ts';
import { refused, report } from '../training/quantize/report.ts';

const scores = { f1: 0.8123, sensitivity: 0.8, specificity: 0.98, accuracy: 0.96, auc: 0.981 };

describe('the outcome of', () => {
  it('an import names what was lost and leads to it', () => {
    const taken = {
      ...{ file: '/a/1.jpg', name: '1', layout: 'loose', width: 8, height: 8, diagnosis: null, split: null },
      ...{ annotations: 0, fov: 'estimated', stripped: ['EXIF'], note: null },
    };
    const failed = { file: '/a/2.jpg', code: 'truncated', message: 'cut off', hint: null, image: null };
    const result = { taken: [taken], added: [], leftOut: [{ file: 'x', reason: 'y' }], failed: [failed] };
    expect(jobOutcome({ kind: 'import', result })).toEqual({
      summary: 'Imported 1 photograph, 1 left out, 1 failed',
      hasLosses: true,
      link: { to: '/jobs', label: 'See what failed' },
    });
    const lossless = jobOutcome({ kind: 'import', result: { ...result, failed: [] } });
    expect([lossless.hasLosses, lossless.link?.to]).toEqual([false, '/images']);
  });

  it('a segmentation leads to the review', () => {
    const result = { model: 'u', images: [{ image: 'a', vesselShare: 0.1, seconds: 1 }] };
    const { summary, link } = jobOutcome({ kind: 'segment', result });
    expect([summary, link?.to]).toEqual(['Segmented 1 photograph', '/review']);
  });

  it('an evaluation is its F1', () => {
    const image = { image: 'a', width: 8, height: 8, observer: null, ...scores };
    const result = { model: 'u', split: 'test', threshold: 0.4, images: [image], summary: scores };
    expect(jobOutcome({ kind: 'evaluate-segmenter', result }).summary).toBe('F1 0.812 on 1 photograph');
  });

  it('a synthesis is the number of its images', () => {
    const { summary } = jobOutcome({ kind: 'synthesize', result: { model: 'g', images: 24 } });
    expect(summary).toBe('Synthesised 24 images');
  });

  it('a quantisation leads to the decision, and a refused one to its reasons', () => {
    const made = jobOutcome({ kind: 'quantize', result: report });
    expect([made.summary, made.hasLosses]).toEqual(['Made an int8 network of unet', false]);
    const none = jobOutcome({ kind: 'quantize', result: refused });
    expect([none.summary, none.hasLosses]).toEqual(['No int8 network of unet is within the limits', true]);
    expect(searchOf(made.link!.to, { id: 7, kind: 'quantize' })).toEqual({ quantization: 7 });
    expect(searchOf('/jobs', { id: 7, kind: 'segment' })).toEqual({ job: 7 });
    expect(searchOf('/review', { id: 7, kind: 'segment' })).toEqual({});
  });

  it('a job whose result is not known is that it has finished', () => {
    expect(jobOutcome({ kind: 'segment', result: null }).summary).toBe('Extract vessels: finished');
    expect(jobOutcome({ kind: 'something', result: {} }).summary).toBe('something: finished');
  });
});

describe('the request', () => {
  it('is told in words', () => {
    const describeJob = (kind: string, options: unknown) => describeRequest({ kind, options });
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
    expect(describeRequest({ kind: 'demo', options: {} })).toBe('');
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
