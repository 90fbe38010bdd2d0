/** Numbers from base64, as generator/search/browser/coding.py writes them. */

const WORD_BITS = 16;
const WINDOW = 24;

/** Reads codes one after the other. */
export class BitReader {
  constructor(base64) {
    const text = atob(base64);
    this.bytes = new Uint8Array(text.length + 4);
    for (let at = 0; at < text.length; at += 1) this.bytes[at] = text.charCodeAt(at);
    this.size = text.length * 8;
    this.bit = 0;
  }

  /** Whether nothing is left but the bits that fill the last word. */
  get ended() {
    return this.size - this.bit < WORD_BITS;
  }

  /** The next bits, at least 25 of them, from the highest bit of an integer on. */
  window() {
    const bytes = this.bytes;
    const at = this.bit >>> 3;
    return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) << (this.bit & 7);
  }

  /** A plain number of so many bits, at most 48. */
  fixed(width) {
    if (width === 0) return 0;
    if (width > WINDOW) {
      const high = this.fixed(WINDOW);
      return high * Math.pow(2, width - WINDOW) + this.fixed(width - WINDOW);
    }
    const value = this.window() >>> (32 - width);
    this.bit += width;
    return value;
  }

  /** A number in exponential Golomb code with this parameter. */
  golomb(parameter) {
    const window = this.window();
    let ones = Math.clz32(~window);
    const length = 2 * ones + 1 + parameter;
    if (length <= WINDOW) {
      this.bit += length;
      const width = ones + parameter;
      const rest = width === 0 ? 0 : (window << (ones + 1)) >>> (32 - width);
      return rest + (1 << width) - (1 << parameter);
    }
    let more = 0;
    while (ones >= WINDOW) {
      this.bit += WINDOW;
      more += WINDOW;
      ones = Math.clz32(~this.window());
    }
    this.bit += ones + 1;
    const width = parameter + more + ones;
    return this.fixed(width) + Math.pow(2, width) - Math.pow(2, parameter);
  }

  /** A number below ``size`` in truncated binary code. */
  truncated(size) {
    const width = bitLength(size) - 1;
    const short = 2 * Math.pow(2, width) - size;
    const value = this.fixed(width);
    return value < short ? value : value * 2 + this.fixed(1) - short;
  }
}

/** How many bits a number from 0 to 2^32 - 1 takes; 0 takes none. */
export function bitLength(number) {
  return 32 - Math.clz32(number);
}
