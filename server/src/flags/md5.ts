/** The 16 bytes of the MD5 of bytes (RFC 1321). It spreads users over buckets and protects nothing. */
export function md5(bytes: Uint8Array): Uint8Array {
  const words = padded(bytes);
  let [a, b, c, d] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < words.length; block += 16) {
    const [a0, b0, c0, d0] = [a, b, c, d];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      let mixed: number;
      let word: number;
      if (round === 0) [mixed, word] = [(b & c) | (~b & d), i];
      else if (round === 1) [mixed, word] = [(d & b) | (~d & c), (5 * i + 1) % 16];
      else if (round === 2) [mixed, word] = [b ^ c ^ d, (3 * i + 5) % 16];
      else [mixed, word] = [c ^ (b | ~d), (7 * i) % 16];
      const sum = (a + mixed + CONSTANTS[i]! + words[block + word]!) | 0;
      const shift = SHIFTS[round]![i % 4]!;
      [a, b, c, d] = [d, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0, b, c];
    }
    [a, b, c, d] = [(a + a0) | 0, (b + b0) | 0, (c + c0) | 0, (d + d0) | 0];
  }
  return Uint8Array.from(
    [a, b, c, d].flatMap((word) => [0, 8, 16, 24].map((shift) => (word >>> shift) & 255)),
  );
}

const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];

const CONSTANTS = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

/** The message, a bit, zeros, and the message's length in bits, as little-endian words in blocks of sixteen. */
function padded(bytes: Uint8Array): Int32Array {
  const words = new Int32Array((((bytes.length + 8) >> 6) + 1) << 4);
  for (let i = 0; i < bytes.length; i++) words[i >> 2]! |= bytes[i]! << (8 * (i & 3));
  words[bytes.length >> 2]! |= 0x80 << (8 * (bytes.length & 3));
  words[words.length - 2] = bytes.length << 3;
  words[words.length - 1] = bytes.length >>> 29;
  return words;
}
