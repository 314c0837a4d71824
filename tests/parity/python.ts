import { spawnSync } from 'node:child_process';

const command = process.env.FUNDUS_PYTHON ?? 'python3';
const found = spawnSync(command, ['-c', 'import torch, onnx, numpy'], { encoding: 'utf8' });

/** A Python with PyTorch and onnx, where there is one: $FUNDUS_PYTHON or python3. */
export const python = found.status === 0 ? command : undefined;

/** For the titles of tests that need it: why they are skipped. */
export const unlessSkipped = python
  ? ''
  : ` (skipped: "${command}" has no PyTorch with onnx and numpy; FUNDUS_PYTHON names one that has)`;
