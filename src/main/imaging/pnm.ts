import { FundusError } from '../../shared/errors.ts';
import { checkPixelCount, type Raster } from './raster.ts';

interface PnmHeader {
  /** The digit of the magic number: 1-3 plain text, 4-6 binary; bitmap, grey, RGB. */
  readonly variant: number;
  readonly width: number;
  readonly height: number;
  /** The value of full intensity, 1-65535. */
  readonly maximum: number;
  /** Where the pixels begin. */
  readonly offset: number;
}

const hash = 0x23;
const lineFeed = 0x0a;
const zero = 0x30;

function isSpace(code: number | undefined): boolean {
  return code === 0x20 || (code !== undefined && code >= 0x09 && code <= 0x0d);
}

function isDigit(code: number | undefined): code is number {
  return code !== undefined && code >= zero && code <= zero + 9;
}

/** Reads decimal numbers separated by white space and comments; NaN where there is none. */
class NumberReader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number {
    this.#skipSpace();
    let value = isDigit(this.#bytes[this.at]) ? 0 : Number.NaN;
    for (let code = this.#bytes[this.at]; isDigit(code); code = this.#bytes[this.at]) {
      value = value * 10 + code - zero;
      this.at++;
    }
    return value;
  }

  /** One digit: the pixels of a plain bitmap need no space between them. */
  nextBit(): number {
    this.#skipSpace();
    const code = this.#bytes[this.at++];
    return code === zero || code === zero + 1 ? code - zero : Number.NaN;
  }

  #skipSpace(): void {
    for (let code = this.#bytes[this.at]; isSpace(code) || code === hash; code = this.#bytes[this.at]) {
      if (code !== hash) this.at++;
      else {
        const end = this.#bytes.indexOf(lineFeed, this.at);
        this.at = end < 0 ? this.#bytes.length : end;
      }
    }
  }
}

/**
 * Decodes PBM, PGM and PPM, plain and binary (netpbm's P1-P6); values are scaled to 0-255, and in a bitmap 1 is
 * black. Of a file with several pictures the first is read.
 *
 * @throws FundusError 'truncated', 'damaged' or 'too-large', before memory for the pixels is taken
 */
export function decodePnm(bytes: Uint8Array): Raster {
  const header = readHeader(bytes);
  const { variant, width, height } = header;
  checkPixelCount(width, height);
  const channels = variant % 3 === 0 ? 3 : 1;
  const count = width * height * channels;
  if (bytes.length - header.offset < minimumBytes(header, count)) throw truncated();
  const data =
    variant <= 3
      ? readPlain(bytes, header, count)
      : variant === 4
        ? readBits(bytes, header)
        : readBinary(bytes, header, count);
  return { width, height, channels, data };
}

function readHeader(bytes: Uint8Array): PnmHeader {
  const variant = (bytes[1] ?? 0) - zero;
  const reader = new NumberReader(bytes, 2);
  const width = reader.next();
  const height = reader.next();
  const maximum = variant % 3 === 1 ? 1 : reader.next();
  if (reader.at >= bytes.length) throw truncated();
  if (!(width > 0 && height > 0 && maximum > 0 && maximum < 65536)) {
    throw damaged('its header does not give width, height and maximum');
  }
  return { variant, width, height, maximum, offset: reader.at + 1 };
}

/** The least number of bytes that the pixels take; a plain value takes a digit and, but for bits, a space. */
function minimumBytes({ variant, width, height, maximum }: PnmHeader, count: number): number {
  if (variant === 1) return count;
  if (variant <= 3) return count * 2 - 1;
  if (variant === 4) return Math.ceil(width / 8) * height;
  return maximum > 255 ? count * 2 : count;
}

function readPlain(bytes: Uint8Array, header: PnmHeader, count: number): Uint8Array {
  const reader = new NumberReader(bytes, header.offset);
  const data = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const value = header.variant === 1 ? 1 - reader.nextBit() : reader.next();
    if (Number.isNaN(value)) {
      throw reader.at >= bytes.length ? truncated() : damaged('a pixel is not a number');
    }
    data[i] = scaleTo255(value, header.maximum);
  }
  return data;
}

function readBits(bytes: Uint8Array, { width, height, offset }: PnmHeader): Uint8Array {
  const data = new Uint8Array(width * height);
  const rowBytes = Math.ceil(width / 8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = bytes[offset + y * rowBytes + (x >> 3)]!;
      data[y * width + x] = (byte >> (7 - (x & 7))) & 1 ? 0 : 255;
    }
  }
  return data;
}

function readBinary(bytes: Uint8Array, { maximum, offset }: PnmHeader, count: number): Uint8Array {
  if (maximum === 255) return new Uint8Array(bytes.subarray(offset, offset + count));
  const data = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const value =
      maximum > 255 ? bytes[offset + 2 * i]! * 256 + bytes[offset + 2 * i + 1]! : bytes[offset + i]!;
    data[i] = scaleTo255(value, maximum);
  }
  return data;
}

function scaleTo255(value: number, maximum: number): number {
  return Math.round((Math.min(value, maximum) * 255) / maximum);
}

function truncated(): FundusError {
  return new FundusError('truncated', 'The file ends before the picture does', {
    hint: 'copy it again from its source',
  });
}

function damaged(reason: string): FundusError {
  return new FundusError('damaged', `The picture cannot be decoded: ${reason}`);
}
