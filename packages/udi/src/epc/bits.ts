/** Bits of an RFID tag, written as hexadecimal text. */

/** The unsigned number of `length` bits (at most 53) from bit `from` on. */
export function bitsAt(hex: string, from: number, length: number): number {
  let value = 0;
  for (let bit = from; bit < from + length; ) {
    const nibble = Number.parseInt(hex.charAt(bit >> 2), 16);
    const inside = bit & 3;
    const take = Math.min(4 - inside, from + length - bit);
    value = value * 2 ** take + ((nibble >> (4 - inside - take)) & ((1 << take) - 1));
    bit += take;
  }
  return value;
}

/** As `bitsAt`, for any length. */
export function bigBitsAt(hex: string, from: number, length: number): bigint {
  if (length === 0) return 0n;
  const end = from + length;
  const digits = hex.slice(from >> 2, (end + 3) >> 2);
  const value = BigInt(`0x${digits}`) >> BigInt((4 - (end & 3)) & 3);
  return value & ((1n << BigInt(length)) - 1n);
}

/** Collects fields of given widths into hexadecimal text. */
export class BitWriter {
  #value = 0n;
  #length = 0;

  add(value: bigint | number, width: number): this {
    this.#value = (this.#value << BigInt(width)) | BigInt(value);
    this.#length += width;
    return this;
  }

  /** The text padded with zero bits to `bits`. */
  hex(bits: number): string {
    const padded = this.#value << BigInt(bits - this.#length);
    return padded
      .toString(16)
      .toUpperCase()
      .padStart(bits / 4, '0');
  }
}
