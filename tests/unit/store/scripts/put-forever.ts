import { randomFillSync } from 'node:crypto';
import { FileStore } from '../../../../src/main/store/files.ts';

const files = new FileStore(process.argv[2] ?? '');
for (;;) {
  const stored = files.put(randomFillSync(new Uint8Array(8_000_000)), 'bin');
  process.stdout.write('writing\n');
  await stored;
}
