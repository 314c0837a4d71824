import { describe, expect, it } from 'vitest';
import { defaultFolder, treeOf } from '../../../../src/renderer/export/folders.ts';

describe('defaultFolder', () => {
  it('lies beside the project', () => {
    expect(defaultFolder('/home/ana/eye', 'Eye clinic', [])).toBe('/home/ana/Eye clinic synthetic');
    expect(defaultFolder('C:\\Users\\Ana\\eye\\', 'Eye', [])).toBe('C:\\Users\\Ana\\Eye synthetic');
  });

  it('avoids the folders of earlier exports, and characters that a file system refuses', () => {
    const taken = ['/p/a-b synthetic', '/p/a-b synthetic 2'];
    expect(defaultFolder('/p/x', 'a/b', taken)).toBe('/p/a-b synthetic 3');
  });
});

describe('treeOf', () => {
  it('names each folder once, before what is in it', () => {
    const lines = treeOf(['train/images/1.png', 'train/masks/1.png', 'README.md']);
    expect(lines.map(({ name, depth, isFolder }) => `${depth} ${name}${isFolder ? '/' : ''}`)).toEqual([
      '0 train/',
      '1 images/',
      '2 1.png',
      '1 masks/',
      '2 1.png',
      '0 README.md',
    ]);
  });
});
