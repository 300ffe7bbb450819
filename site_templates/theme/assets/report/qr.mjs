// @ts-check
/**
 * A text as a QR code (ISO/IEC 18004:2015; § are its clauses): versions 1 to 15, level Q where version 10 is enough for
 * it, else level M. A text that does not fit throws a RangeError.
 */

/** What alphanumeric mode can say, in the order of its values (§7.4.4, table 5). */
const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** Codewords of a symbol, data and error correction together, from version 1 on (§7.5.1, table 9). */
const CODEWORDS = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346, 404, 466, 532, 581, 655];

/**
 * Codewords of error correction in a block, and blocks (table 9): of level Q from version 1 on, of level M from version 8
 * on, which is the first that holds more than 10-Q. `level` is what the format information says of it (§7.9.1, table 12).
 */
const SYMBOLS = [
  ...[[13, 1], [22, 1], [18, 2], [26, 2], [18, 4], [24, 4], [18, 6], [22, 6], [20, 8], [24, 8]]
    .map(([correction, blocks], at) => ({ version: at + 1, level: 0b11, correction, blocks })),
  ...[[22, 4], [22, 5], [26, 5], [30, 5], [22, 8], [22, 9], [24, 9], [24, 10]]
    .map(([correction, blocks], at) => ({ version: at + 8, level: 0b00, correction, blocks })),
];

/** @typedef {typeof SYMBOLS[number]} Symbol */
/** Modules, true where dark, and which of them are not for data. @typedef {{modules: boolean[][], taken: boolean[][]}} Grid */

/** Rows of modules, true where dark, without the quiet zone. @param {string} text @returns {boolean[][]} */
export function qr(text) {
  for (const symbol of SYMBOLS) {
    const data = dataCodewords(text, symbol);
    if (!data) continue;
    const grid = functionPatterns(symbol.version);
    place(interleaved(data, symbol), grid);
    return bestMasked(grid, symbol);
  }
  throw new RangeError(`too long for a QR code of version ${CODEWORDS.length}: ${text.length} characters`);
}

/** The text in codewords, padded to what the symbol holds (§7.4); undefined: it does not fit. @param {string} text @param {Symbol} symbol */
function dataCodewords(text, { version, correction, blocks }) {
  const room = CODEWORDS[version - 1] - correction * blocks;
  const bits = /** @type {number[]} */ ([]);
  /** @param {number} value @param {number} length */
  const put = (value, length) => {
    for (let at = length - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  const wide = version > 9; // the character count is longer from here on (table 3)
  if ([...text].every((character) => ALPHANUMERIC.includes(character))) {
    put(0b0010, 4);
    put(text.length, wide ? 11 : 9);
    for (let at = 0; at < text.length; at += 2) {
      const [first, second] = [...text.slice(at, at + 2)].map((character) => ALPHANUMERIC.indexOf(character));
      if (second === undefined) put(first, 6);
      else put(first * 45 + second, 11);
    }
  } else {
    const bytes = new TextEncoder().encode(text);
    put(0b0100, 4);
    put(bytes.length, wide ? 16 : 8);
    for (const byte of bytes) put(byte, 8);
  }
  if (bits.length > room * 8) return undefined;
  put(0, Math.min(4, room * 8 - bits.length)); // terminator (§7.4.9)
  put(0, -bits.length & 7);
  for (let pad = 0xec; bits.length < room * 8; pad ^= 0xec ^ 0x11) put(pad, 8); // §7.4.10
  return Array.from({ length: room }, (_, at) => parseInt(bits.slice(at * 8, at * 8 + 8).join(""), 2));
}

/** Powers of 2 in the field of 256 elements whose polynomial is x^8 + x^4 + x^3 + x^2 + 1 (§7.5.2), and their logarithms. */
const POWER = [1];
while (POWER.length < 255) {
  const next = POWER[POWER.length - 1] * 2;
  POWER.push(next > 255 ? next ^ 0x11d : next);
}
const LOGARITHM = POWER.reduce((found, value, exponent) => found.set(value, exponent), new Map());

/** @param {number} one @param {number} other */
function product(one, other) {
  return one && other && POWER[(LOGARITHM.get(one) + LOGARITHM.get(other)) % 255];
}

/** The Reed–Solomon codewords of a block (§7.5.2). @param {number[]} block @param {number} count */
function correctionCodewords(block, count) {
  let generator = [1]; // (x - 2^0)(x - 2^1)…, the highest power first
  for (const root of POWER.slice(0, count)) {
    const shifted = [...generator, 0];
    generator = shifted.map((factor, at) => factor ^ (at > 0 ? product(generator[at - 1], root) : 0));
  }
  const rest = [...block, ...Array(count).fill(0)];
  for (let at = 0; at < block.length; at += 1) {
    const lead = rest[at];
    generator.forEach((factor, offset) => {
      rest[at + offset] ^= product(factor, lead);
    });
  }
  return rest.slice(block.length);
}

/** Data and error correction in the order in which they are placed (§7.6). @param {number[]} data @param {Symbol} symbol */
function interleaved(data, { correction, blocks }) {
  const short = Math.floor(data.length / blocks);
  const long = data.length % blocks; // so many blocks have one codeword more, the last ones
  const parts = Array.from({ length: blocks }, (_, at) => {
    const start = at * short + Math.max(0, at - (blocks - long));
    return data.slice(start, start + short + (at >= blocks - long ? 1 : 0));
  });
  const corrections = parts.map((part) => correctionCodewords(part, correction));
  /** @param {number[][]} rows */
  const across = (rows) =>
    rows[rows.length - 1].flatMap((_, at) => rows.filter((row) => at < row.length).map((row) => row[at]));
  return [...across(parts), ...across(corrections)];
}

/** Everything that is not data; the format information is only kept free (§6.3). @param {number} version @returns {Grid} */
function functionPatterns(version) {
  const size = 17 + 4 * version;
  const [modules, taken] = [0, 1].map(() => Array.from({ length: size }, () => Array(size).fill(false)));
  /** @param {number} row @param {number} column @param {boolean} dark */
  const set = (row, column, dark) => {
    if (row < 0 || column < 0 || row >= size || column >= size) return;
    modules[row][column] = dark;
    taken[row][column] = true;
  };
  /** Squares in each other around a centre; `light` are the distances of the light ones. @param {number} row @param {number} column @param {number} reach @param {number[]} light */
  const squares = (row, column, reach, light) => {
    for (let down = -reach; down <= reach; down += 1) {
      for (let right = -reach; right <= reach; right += 1) {
        set(row + down, column + right, !light.includes(Math.max(Math.abs(down), Math.abs(right))));
      }
    }
  };
  for (let at = 0; at < size; at += 1) {
    set(6, at, at % 2 === 0); // timing (§6.3.5)
    set(at, 6, at % 2 === 0);
  }
  const centres = alignmentCentres(version);
  for (const row of centres) {
    for (const column of centres) {
      const inCorner = (row === 6 && column === 6) || (row === 6 && column === size - 7) || (row === size - 7 && column === 6);
      if (!inCorner) squares(row, column, 2, [1]); // §6.3.6
    }
  }
  for (const [row, column] of [[3, 3], [3, size - 4], [size - 4, 3]]) squares(row, column, 4, [2, 4]); // §6.3.3, §6.3.4
  for (let at = 0; at < 9; at += 1) {
    for (const [row, column] of [[8, at], [at, 8]]) if (at !== 6) set(row, column, false);
    for (const [row, column] of [[8, size - 1 - at], [size - 1 - at, 8]]) if (at < 8) set(row, column, false);
  }
  set(size - 8, 8, true); // the module that is always dark (§7.9.1)
  if (version >= 7) {
    const bits = (version << 12) | remainder(version, 12, 0x1f25); // §7.10
    for (let at = 0; at < 18; at += 1) {
      const [near, far] = [Math.floor(at / 3), size - 11 + (at % 3)];
      set(near, far, Boolean((bits >> at) & 1));
      set(far, near, Boolean((bits >> at) & 1));
    }
  }
  return { modules, taken };
}

/** Rows, and columns, in which alignment patterns have their centres (annex E). @param {number} version */
function alignmentCentres(version) {
  if (version === 1) return [];
  const [last, gaps] = [4 * version + 10, Math.floor(version / 7) + 1];
  const step = 2 * Math.ceil((last - 6) / gaps / 2);
  return [6, ...Array.from({ length: gaps }, (_, at) => last - at * step).reverse()];
}

/** What a cyclic code adds to a value (annexes C, D). @param {number} value @param {number} length in bits @param {number} generator */
function remainder(value, length, generator) {
  let rest = value << length;
  for (let at = 31 - Math.clz32(rest); at >= length; at -= 1) {
    if ((rest >> at) & 1) rest ^= generator << (at - length);
  }
  return rest;
}

/** Puts codewords into columns two modules wide, from the right, up and down in turn (§7.7.3). @param {number[]} codewords @param {Grid} grid */
function place(codewords, { modules, taken }) {
  const size = modules.length;
  let next = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5; // the column of the timing pattern is left out
    const upward = ((size - 1 - right) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const row = upward ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (taken[row][column]) continue;
        modules[row][column] = Boolean(((codewords[next >> 3] ?? 0) >> (7 - (next & 7))) & 1);
        next += 1;
      }
    }
  }
}

/** Which modules a mask turns (§7.8.2, table 10). @type {((row: number, column: number) => boolean)[]} */
const MASKS = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (row, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

/** The whole symbol under the mask with the lowest penalty; of equal ones the first. @param {Grid} grid @param {Symbol} symbol */
function bestMasked({ modules, taken }, { level }) {
  const candidates = MASKS.map((turns, mask) => {
    const masked = modules.map((line, row) => line.map((dark, column) => (!taken[row][column] && turns(row, column)) !== dark));
    putFormat(masked, (level << 3) | mask);
    return masked;
  });
  const penalties = candidates.map(penalty);
  return candidates[penalties.indexOf(Math.min(...penalties))];
}

/** Level and mask, twice (§7.9.1). @param {boolean[][]} modules @param {number} format */
function putFormat(modules, format) {
  const size = modules.length;
  const bits = ((format << 10) | remainder(format, 10, 0x537)) ^ 0x5412;
  for (let at = 0; at < 15; at += 1) {
    const dark = Boolean((bits >> at) & 1);
    const skipped = at + (at > 5 ? 1 : 0); // the timing pattern lies between
    modules[at < 8 ? skipped : size - 15 + at][8] = dark;
    modules[8][at < 8 ? size - 1 - at : 14 - at + (at === 8 ? 1 : 0)] = dark;
  }
}

/** How hard a symbol is to read: four rules (§7.8.3, table 11). @param {boolean[][]} modules */
function penalty(modules) {
  const size = modules.length;
  const rows = modules.map((line) => line.map(Number).join(""));
  const columns = rows.map((_, at) => rows.map((row) => row[at]).join(""));
  let points = 0;
  for (const line of [...rows, ...columns]) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2;
    // Like a finder pattern, with four light modules before or behind it; around the symbol it is light.
    points += 40 * (`0000${line}0000`.match(/00001011101|1011101(?=0000)/g) ?? []).length;
  }
  for (let row = 1; row < size; row += 1) {
    for (let column = 1; column < size; column += 1) {
      const four = [modules[row][column], modules[row - 1][column], modules[row][column - 1], modules[row - 1][column - 1]];
      if (four.every((dark) => dark === four[0])) points += 3;
    }
  }
  const dark = rows.join("").replaceAll("0", "").length;
  return points + 10 * Math.floor(Math.abs((dark * 20) / size ** 2 - 10));
}
