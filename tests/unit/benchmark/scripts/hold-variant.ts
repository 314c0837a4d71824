import { Variant } from '../../../../src/main/benchmark/variant.ts';

/** Opens a network in a process of its own, runs it once, and then holds it until it is killed. */
const [file, input] = process.argv.slice(2);
const inputs = [{ name: 'image', dims: [3, 16, 16], file: input! }];
const network = { backend: 'onnxruntime', file: file!, threads: 1, inputs } as const;
const { variant } = await Variant.open(network, new AbortController().signal);
await variant.ask('prepare', { batch: 1 });
await variant.ask('run', { atLeast: 0 });
process.stdout.write(`${variant.pid}\n`);
setInterval(() => {}, 1000);
