/** Numbers from characters that hold 15 bits each, as generator/search/browser/coding.py writes them. */

const FIRST = 0x3000;
const BITS = 15;

/** Reads codes one after the other. */
export class BitReader {
  constructor(text, bit) {
    this.text = text;
    this.bit = bit || 0;
  }

  /** Whether nothing is left but the bits that fill the last character. */
  get ended() {
    return this.text.length * BITS - this.bit < BITS;
  }

  /** A plain number of so many bits, at most 52. */
  fixed(width) {
    let value = 0;
    let left = width;
    while (left > 0) {
      const inside = this.bit % BITS;
      const take = Math.min(left, BITS - inside);
      const group = this.text.charCodeAt((this.bit - inside) / BITS) - FIRST;
      value = value * (1 << take) + ((group >> (BITS - inside - take)) & ((1 << take) - 1));
      this.bit += take;
      left -= take;
    }
    return value;
  }

  /** A number in exponential Golomb code with this parameter. */
  golomb(parameter) {
    let width = parameter;
    while (this.fixed(1) === 1) width += 1;
    return this.fixed(width) + Math.pow(2, width) - Math.pow(2, parameter);
  }
}
