import { describe, expect, test } from 'vitest';
import { type PlannedImage, planImport } from '../../../../src/main/dataset/layouts/plan.ts';

/** The plan with the folder that all files are in taken off the paths. */
function planOf(...files: string[]) {
  const root = '/data/eyes/';
  const plan = planImport(files.map((file) => root + file));
  return JSON.parse(JSON.stringify(plan).replaceAll(root, '')) as typeof plan;
}

const only = (images: readonly PlannedImage[]): PlannedImage => {
  expect(images).toHaveLength(1);
  return images[0]!;
};

describe('planImport', () => {
  test('HRF: three folders, extensions in any case, group and split by name', () => {
    const { images, unpairedMasks, leftOut } = planOf(
      'images/01_dr.JPG',
      'images/06_h.jpg',
      'images/15_g.jpg',
      'manual1/01_dr.tif',
      'manual1/06_h.TIF',
      'manual1/15_g.tif',
      'mask/01_dr_mask.tif',
      'mask/06_h_mask.tif',
      'mask/15_g_mask.tif',
    );
    expect([unpairedMasks, leftOut]).toEqual([[], []]);
    expect(images.map(({ name, diagnosis, split }) => [name, diagnosis, split])).toEqual([
      ['01_dr', 'dr', 'train'],
      ['06_h', 'h', 'test'],
      ['15_g', 'g', 'test'],
    ]);
    expect(images[1]).toEqual({
      file: 'images/06_h.jpg',
      name: '06_h',
      layout: 'HRF',
      fieldAngle: 60,
      diagnosis: 'h',
      split: 'test',
      annotations: [{ file: 'manual1/06_h.TIF', observer: 'manual1' }],
      fov: { file: 'mask/06_h_mask.tif', observer: null },
    });
  });

  test('CHASE_DB1: a flat folder, two observers, the first one first', () => {
    const { images } = planOf(
      'Image_04R_2ndHO.png',
      'Image_04R_1stHO.png',
      'Image_04R.jpg',
      'Image_05L.jpg',
      'Image_05L_1stHO.png',
    );
    expect(images).toEqual([
      {
        file: 'Image_04R.jpg',
        name: 'Image_04R',
        layout: 'CHASE_DB1',
        fieldAngle: 30,
        diagnosis: null,
        split: 'train',
        annotations: [
          { file: 'Image_04R_1stHO.png', observer: '1stHO' },
          { file: 'Image_04R_2ndHO.png', observer: '2ndHO' },
        ],
        fov: null,
      },
      expect.objectContaining({ name: 'Image_05L', split: 'test' }),
    ]);
  });

  test('DRIVE: training and test, numbers that pair, two observers in the test part', () => {
    const { images, unpairedMasks } = planOf(
      'training/images/21_training.tif',
      'training/1st_manual/21_manual1.gif',
      'training/mask/21_training_mask.gif',
      'test/images/01_test.tif',
      'test/1st_manual/01_manual1.gif',
      'test/2nd_manual/01_manual2.gif',
      'test/mask/01_test_mask.gif',
    );
    expect(unpairedMasks).toEqual([]);
    expect(images).toEqual([
      {
        file: 'test/images/01_test.tif',
        name: '01_test',
        layout: 'DRIVE',
        fieldAngle: 45,
        diagnosis: null,
        split: 'test',
        annotations: [
          { file: 'test/1st_manual/01_manual1.gif', observer: 'manual1' },
          { file: 'test/2nd_manual/01_manual2.gif', observer: 'manual2' },
        ],
        fov: { file: 'test/mask/01_test_mask.gif', observer: null },
      },
      expect.objectContaining({
        name: '21_training',
        split: 'train',
        annotations: [{ file: 'training/1st_manual/21_manual1.gif', observer: 'manual1' }],
        fov: { file: 'training/mask/21_training_mask.gif', observer: null },
      }),
    ]);
  });

  test.each([
    ['in one folder', 'im0001.ppm', 'im0001.ah.ppm', 'im0001.vk.ppm'],
    ['compressed', 'im0001.ppm.gz', 'im0001.ah.ppm.gz', 'im0001.vk.ppm.gz'],
    ['with folders of labels', 'im0001.ppm', 'labels-ah/im0001.ah.ppm', 'labels-vk/im0001.vk.ppm'],
  ])('STARE: %s', (_, image, ah, vk) => {
    expect(only(planOf(vk, ah, image).images)).toEqual({
      file: image,
      name: 'im0001',
      layout: 'STARE',
      fieldAngle: 35,
      diagnosis: null,
      split: null,
      annotations: [
        { file: ah, observer: 'ah' },
        { file: vk, observer: 'vk' },
      ],
      fov: null,
    });
  });

  test('plain: images and masks by the same name or with _mask, the class by the ending', () => {
    const { images } = planOf(
      'images/anna_g.png',
      'masks/anna_g.gif',
      'images/bert.webp',
      'masks/bert_mask.png',
      'fov/bert.png',
      'images/p01_DR.tiff',
    );
    expect(images).toEqual([
      expect.objectContaining({
        name: 'anna_g',
        layout: 'plain',
        fieldAngle: null,
        diagnosis: 'g',
        split: null,
        annotations: [{ file: 'masks/anna_g.gif', observer: null }],
        fov: null,
      }),
      expect.objectContaining({
        name: 'bert',
        diagnosis: null,
        annotations: [{ file: 'masks/bert_mask.png', observer: null }],
        fov: { file: 'fov/bert.png', observer: null },
      }),
      expect.objectContaining({ name: 'p01_DR', diagnosis: 'dr', annotations: [] }),
    ]);
  });

  test('plain: names like those of HRF do not make it HRF', () => {
    expect(only(planOf('images/01_h.jpg', 'masks/01_h.png').images)).toMatchObject({
      layout: 'plain',
      fieldAngle: null,
      split: null,
      diagnosis: 'h',
    });
    expect(only(planOf('01_h.jpg').images).layout).toBe('plain');
  });

  test('plain: folders called after a split tell the split', () => {
    const { images } = planOf(
      'train/images/a.png',
      'val/images/b.png',
      'test/images/c.png',
      'more/images/d.png',
    );
    expect(images.map(({ name, split }) => [name, split])).toEqual([
      ['d', null],
      ['c', 'test'],
      ['a', 'train'],
      ['b', 'val'],
    ]);
  });

  test('pairs within each data set, not across', () => {
    const { images } = planOf('one/images/1.png', 'one/masks/1.png', 'two/images/1.png', 'two/masks/1.png');
    expect(images.map(({ file, annotations }) => [file, annotations[0]?.file])).toEqual([
      ['one/images/1.png', 'one/masks/1.png'],
      ['two/images/1.png', 'two/masks/1.png'],
    ]);
  });

  test('pairs names that differ in case', () => {
    expect(only(planOf('images/Anna.PNG', 'masks/ANNA.png').images).annotations).toHaveLength(1);
  });

  test('keeps masks whose image is not there, to pair them with images of the project', () => {
    expect(
      planOf('manual1/01_h.tif', 'mask/01_h_mask.tif', 'test/1st_manual/01_manual1.gif').unpairedMasks,
    ).toEqual([
      { file: 'manual1/01_h.tif', observer: 'manual1', key: '01_h', role: 'annotation' },
      { file: 'mask/01_h_mask.tif', observer: null, key: '01_h', role: 'fov' },
      { file: 'test/1st_manual/01_manual1.gif', observer: 'manual1', key: '01', role: 'annotation' },
    ]);
  });

  test('leaves out what is no picture, and a second mask by the same observer', () => {
    const { images, leftOut } = planOf(
      'images/a.png',
      'masks/a.gif',
      'masks/a.png',
      'README.md',
      'grades.csv',
    );
    expect(only(images).annotations).toEqual([{ file: 'masks/a.gif', observer: null }]);
    expect(leftOut).toEqual([
      { file: 'grades.csv', reason: 'not a picture by its extension' },
      { file: 'README.md', reason: 'not a picture by its extension' },
      { file: 'masks/a.png', reason: 'another file is this mask of "a" already' },
    ]);
  });

  test('does not depend on the order of the files, and takes each once', () => {
    const files = ['images/10.png', 'images/2.png', 'masks/2.png', 'masks/10.png', 'images/2.png'];
    const plan = planOf(...files);
    expect(plan.images.map(({ name }) => name)).toEqual(['2', '10']);
    expect(planOf(...files.reverse())).toEqual(plan);
  });
});
