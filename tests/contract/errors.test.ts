import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fundus, temporaryFolder } from './fundus.ts';

const dir = temporaryFolder();

test.each([
  [['shrink'], /^fundus: usage: unknown command 'shrink' – see "fundus --help"\n$/],
  [['create'], /^fundus: usage: missing required argument 'dir' – see "fundus create --help"\n$/],
  [['segment', 'eyes', '--treads', '2'], /^fundus: usage: unknown option '--treads' .*--threads/],
  [['segment', 'eyes', '--threads', '0'], /^fundus: usage: .*whole number from 1 to 1024/],
  [['import', 'eyes', 'a.png', '--class', 'healthy'], /^fundus: usage: .*h, dr, g/],
  [
    ['evaluate', 'generator', 'eyes'],
    /^fundus: usage: unknown command 'generator' – see "fundus evaluate --help"\n$/,
  ],
])('wrong usage ends with 2 and one line: %j', async (args, line) => {
  const { code, stdout, stderr } = await fundus(args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(line);
  expect(stderr.split('\n')).toHaveLength(2);
});

test.each([['info'], ['segment'], ['models']])(
  '%s of a folder without a project ends with 1',
  async (command) => {
    const { code, stdout, stderr } = await fundus([command, dir, '--json']);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^fundus: not-a-project: .* – choose the folder of a project, or create one\n$/);
  },
);

test('the commands are the same where Electron runs them as Node does', async () => {
  const electron = 'Object.defineProperty(process,"versions",{value:{...process.versions,electron:"45"}})';
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(electron)}`;
  const { code, stderr } = await fundus(['info', dir], undefined, { NODE_OPTIONS });
  expect(stderr).toMatch(/^fundus: not-a-project: /);
  expect(code).toBe(1);
});

test('a file that is not there is named', async () => {
  const project = join(dir, 'eyes');
  await fundus(['create', project]);
  const missing = join(dir, 'missing.png');
  const { code, stderr } = await fundus(['import', project, missing]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^fundus: not-found: /);
  expect(stderr).toContain(missing);
});

test('--verbose adds the stack, and only then', async () => {
  const plain = await fundus(['info', dir]);
  const verbose = await fundus(['info', dir, '--verbose']);
  expect(plain.stderr.split('\n')).toHaveLength(2);
  expect(verbose.stderr).toMatch(/^fundus: not-a-project: .*\nFundusError: .*\n {4}at /);
});

test('the demo keeps its hands off a folder that is not its own', async () => {
  const own = join(dir, 'mine');
  mkdirSync(own);
  writeFileSync(join(own, 'thesis.txt'), 'years of work');
  const { code, stderr } = await fundus(['demo', '--out', own]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^fundus: output-exists: /);
});

test('help comes on standard output, with examples, for every command', async () => {
  const { code, stdout } = await fundus(['--help']);
  expect(code).toBe(0);
  const listed = stdout.split('Commands:')[1]?.split('A first project:')[0] ?? '';
  const commands = [...listed.matchAll(/^ {2}(\w+)/gm)].map((match) => match[1]);
  expect(commands).toEqual(
    expect.arrayContaining([
      'create',
      'import',
      'train',
      'segment',
      'synthesize',
      'evaluate',
      'export',
      'info',
    ]),
  );
  for (const command of ['create', 'import', 'segment', 'export', 'demo']) {
    expect((await fundus([command, '--help'])).stdout).toContain(`Examples:\n  $ fundus ${command}`);
  }
});
