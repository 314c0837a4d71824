import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import packageLock from '../../../package-lock.json' with { type: 'json' };
import { notServed, servedNames, servedSystems } from '../../../src/main/runtime/systems.ts';

const root = resolve(import.meta.dirname, '../../..');
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const packages: Record<string, { bin?: unknown; version: string }> = packageLock.packages as never;

describe('the systems that are served', () => {
  const binaries = join(root, 'node_modules/onnxruntime-node/bin/napi-v6');

  it('are those that ONNX Runtime comes for', () => {
    const found = readdirSync(binaries).map((platform) => [
      platform,
      readdirSync(join(binaries, platform))
        .filter((processor) => existsSync(join(binaries, platform, processor, 'onnxruntime_binding.node')))
        .sort(),
    ]);
    const served = servedSystems.map(({ platform, processors }) => [platform, [...processors].sort()]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(served));
  });

  it('are those that the installers are for', () => {
    const sections = { linux: 'linux', win32: 'win', darwin: 'mac' } as Record<string, string>;
    const packaging = text('electron-builder.yml');
    for (const { platform, processors } of servedSystems) {
      const section = new RegExp(`^${sections[platform]}:\\n((?: {2}.*\\n)+)`, 'm').exec(packaging)?.[1];
      expect(section).toContain('target:');
      const named = [...section!.matchAll(/^ +arch: (\w+)$/gm)].map(([, processor]) => processor);
      // Where none is named it is the machine's own.
      expect(named.length > 0 ? named : ['x64', 'arm64']).toEqual(processors);
    }
  });

  it('are those that the README names', () => {
    expect(text('README.md').replaceAll(/\s+/g, ' ')).toContain(servedNames);
  });
});

describe.each(
  servedSystems.flatMap(({ platform, processors }) =>
    processors.map((processor) => [platform, processor] as const),
  ),
)('%s on %s', (platform, processor) => {
  test('the other native libraries come for it', () => {
    expect(packages).toHaveProperty([`node_modules/@img/sharp-${platform}-${processor}`]);
    const sqlite = join(root, 'node_modules/better-sqlite3/prebuilds', `${platform}-${processor}.node`);
    expect(existsSync(sqlite)).toBe(true);
  });

  test('a Node for it is among the dependencies', () => {
    const system = `${platform === 'win32' ? 'win' : platform}-${processor}`;
    const name = system.startsWith('darwin') ? `node-bin-${system}` : `node-${system}`;
    expect(packages[`node_modules/${name}`]).toMatchObject({
      version: expect.stringMatching(/^24\./),
      bin: { node: expect.stringMatching(/^bin\/node/) },
    });
  });

  it('is served', () => {
    expect(notServed(platform, processor)).toBeUndefined();
  });
});

it.each([
  ['darwin', 'x64', 'macOS (x64)'],
  ['linux', 'riscv64', 'Linux (riscv64)'],
  ['freebsd', 'x64', 'freebsd (x64)'],
] as const)('%s on %s is not, and is told which are', (platform, processor, name) => {
  expect(notServed(platform, processor)).toBe(
    `ONNX Runtime does not come for ${name}, only for Linux (x64, arm64), Windows (x64, arm64), macOS (arm64)`,
  );
});
