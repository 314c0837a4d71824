import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };

const text = (name: string) => readFileSync(resolve(import.meta.dirname, '../../..', name), 'utf8');

it('the citation is of this version, under its licence', () => {
  expect(text('CITATION.cff')).toContain(`\nversion: ${packageJson.version}\n`);
  expect(text('CITATION.cff')).toContain(`\nlicense: ${packageJson.license}\n`);
});

it('the changelog begins with what is not released, and then has this version', () => {
  const headings = [...text('CHANGELOG.md').matchAll(/^## \[(.+?)\](?: - \d{4}-\d\d-\d\d)?$/gm)];
  expect(headings.map(([, version]) => version).slice(0, 2)).toEqual(['Unreleased', packageJson.version]);
});
