import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const documents = tracked.filter((file) => /^(docs\/.*|[A-Z]+)\.md$/.test(file) && file !== 'CHANGELOG.md');

test.each(documents)('what %s links to and names is there', (document) => {
  const text = readFileSync(join(root, document), 'utf8');
  const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1]!);
  const missing = links
    .filter((link) => !/^\w+:/.test(link))
    .filter((link) => !existsSync(join(root, dirname(document), link)));
  // A file of the sources is named by the end of its path: `store/schema.ts`.
  const named = [...text.matchAll(/`([\w./-]+\.(?:ts|tsx|py|yml))`/g)].map((match) => match[1]!);
  const unknown = named.filter(
    (name) => !tracked.some((file) => `/${file}`.endsWith(`/${name.replace(/^(\.\.\/)+/, '')}`)),
  );
  expect([...missing, ...unknown]).toEqual([]);
});
