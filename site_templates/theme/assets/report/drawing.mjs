// @ts-check
/** The sheet of a verification report, laid out for a canvas and painted on it. */
import { QUIET } from "./paper.mjs";
import { qr } from "./qr.mjs";
import { reportWords } from "./sheet.mjs";
import { wrap } from "./wrap.mjs";

/** Width in units, and pixels of a unit. */
export const [WIDTH, SCALE] = [750, 2];
const EDGE = 44;
const INSIDE = WIDTH - 2 * EDGE;
/** Width of the QR code with its quiet zone, at least: 120 CSS pixels where a screen of 360 shows the image. */
const CODE = 325;
/** Width of the names of fields. */
const TERM = 204;

const [INK, SOFT, LINE, WARNING] = ["#17202a", "#4d5966", "#c4cad1", "#8e1b1b"];
/** Background and foreground of an answer: as verify.css has them for a bright screen. @type {Record<string, [string, string]>} */
const TONES = {
  green: ["#e6f4ea", "#0b5c2e"],
  amber: ["#fff4d6", "#6b4300"],
  red: ["#fdeaea", "#8e1b1b"],
  grey: ["#eef1f4", "#2b3640"],
  blue: ["#e7f0fb", "#0b3f75"],
};
const FAMILY = 'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "HarmonyOS Sans SC", MiSans, "Noto Sans CJK SC", sans-serif';

/** @typedef {CanvasRenderingContext2D} Context */
/** Where and how a text stands; `y` is its upper edge. @typedef {{x?: number, width?: number, size?: number, bold?: boolean, colour?: string}} Style */
/** @typedef {{height: number, paint: ((context: Context) => void)[]}} Drawing */

/** Lay the sheet out from above to below, without painting yet. @param {import("./sheet.mjs").Sheet} sheet @param {Setting} setting @param {Context} context @returns {Drawing} */
export function compose(sheet, setting, context) {
  /** @type {Drawing["paint"]} */
  const paint = [];
  let y = EDGE;
  const [tint, tone] = TONES[sheet.tone];

  /** @param {string} text @param {Style} [style] */
  const write = (text, { x = EDGE, width = INSIDE, size = 26, bold = false, colour = INK } = {}) => {
    const font = `${bold ? 700 : 400} ${size}px ${FAMILY}`;
    context.font = font;
    for (const line of wrap(text, width, measured(font, context))) {
      const baseline = y + size * 1.1;
      paint.push((on) => {
        Object.assign(on, { font, fillStyle: colour });
        on.fillText(line, x, baseline);
      });
      y += size * 1.45;
    }
  };
  /** @param {string} colour @param {number} [thick] */
  const rule = (colour, thick = 1) => {
    const top = y;
    paint.push((on) => {
      on.fillStyle = colour;
      on.fillRect(EDGE, top, INSIDE, thick);
    });
    y += thick;
  };
  /** Names on the left, values on the right. @param {import("./sheet.mjs").Entry[]} entries @param {Style} [style] */
  const table = (entries, { x = EDGE, width = INSIDE } = {}) => {
    for (const { term, lines } of entries) {
      y += 9;
      const top = y;
      y += 3;
      write(term, { x, width: TERM - 16, size: 22, colour: SOFT });
      const below = y;
      y = top;
      for (const line of lines) write(line, { x: x + TERM, width: width - TERM });
      y = Math.max(y, below);
    }
  };

  write(sheet.title, { size: 42, bold: true });
  write(sheet.body, { size: 26, bold: true });
  y += 12;
  rule(INK, 3);
  y += 24;
  if (sheet.specimen) {
    const top = y;
    y += 16;
    write(sheet.specimen, { x: EDGE + 22, width: INSIDE - 44, size: 36, bold: true, colour: WARNING });
    y += 16;
    const bottom = y;
    paint.push((on) => {
      Object.assign(on, { strokeStyle: WARNING, lineWidth: 4 });
      on.setLineDash([16, 10]);
      on.strokeRect(EDGE + 2, top, INSIDE - 4, bottom - top);
      on.setLineDash([]);
    });
    y += 24;
  }

  // The answer: its panel is painted before what stands on it, when its height is known.
  const panel = y;
  const backgroundAt = paint.length;
  const within = { x: EDGE + 28, width: INSIDE - 56 };
  y += 28;
  const iconTop = y;
  paint.push((on) => {
    on.save();
    on.translate(within.x, iconTop - 4);
    on.scale(64 / 24, 64 / 24);
    Object.assign(on, { strokeStyle: tone, lineWidth: 1.6, lineCap: "round", lineJoin: "round" });
    on.stroke(new Path2D(sheet.icon));
    on.restore();
  });
  write(sheet.heading, { x: within.x + 84, width: within.width - 84, size: 38, bold: true, colour: tone });
  y = Math.max(y, iconTop + 64) + 14;
  write(sheet.conclusion, { ...within, size: 32, bold: true, colour: tone });
  for (const text of [sheet.message, ...sheet.remarks, ...sheet.next.map((step) => `→ ${step}`)]) {
    y += text ? 10 : 0;
    write(text, within);
  }
  table(sheet.asked, within);
  y += 24;
  const panelEnd = y;
  paint.splice(backgroundAt, 0, (on) => {
    Object.assign(on, { fillStyle: tint, strokeStyle: tone, lineWidth: 3 });
    on.fillRect(EDGE, panel, INSIDE, panelEnd - panel);
    on.strokeRect(EDGE + 1.5, panel + 1.5, INSIDE - 3, panelEnd - panel - 3);
  });

  /** @param {string} title */
  const heading = (title) => {
    y += 32;
    write(title, { size: 30, bold: true });
    y += 6;
    rule(LINE, 2);
  };
  if (sheet.record.entries.length > 0) {
    heading(sheet.record.title);
    table(sheet.record.entries);
  }
  if (sheet.history.events.length > 0) {
    heading(sheet.history.title);
    y += 10;
    if (sheet.history.cut) write(sheet.history.cut);
    for (const { on, what } of sheet.history.events) write(`${on}  ${what}`);
  }
  heading(sheet.sources.title);
  table(sheet.sources.entries);

  y += 30;
  rule(INK, 3);
  y += 24;
  const codeTop = y;
  const codeWidth = paintCode(sheet.address.text, EDGE, codeTop, paint);
  const beside = { x: EDGE + codeWidth + 24, width: INSIDE - codeWidth - 24 };
  write(sheet.again, { ...beside, bold: true });
  y += 10;
  write(sheet.address.title, { ...beside, size: 22, colour: SOFT });
  write(sheet.address.text, beside);
  y = Math.max(y, codeTop + codeWidth) + EDGE;

  if (sheet.specimen) paint.push(watermark(reportWords(setting).specimen_mark, y));
  return { height: y, paint };
}

/** Widths of pieces of text, by font: the same ones come again and again. @type {Map<string, Map<string, number>>} */
const WIDTHS = new Map();

/** @param {string} font @param {Context} context with this font @returns {(piece: string) => number} */
function measured(font, context) {
  const known = WIDTHS.get(font) ?? new Map();
  WIDTHS.set(font, known);
  return (piece) => {
    const width = known.get(piece) ?? context.measureText(piece).width;
    known.set(piece, width);
    return width;
  };
}

/** Modules of whole pixels. @param {string} text @param {number} x @param {number} y @param {Drawing["paint"]} paint @returns {number} its width */
function paintCode(text, x, y, paint) {
  const rows = qr(text);
  const size = rows.length + 2 * QUIET;
  const module = Math.ceil((CODE * SCALE) / size) / SCALE;
  paint.push((on) => {
    on.fillStyle = "#000";
    rows.forEach((row, down) => row.forEach((dark, right) => {
      if (dark) on.fillRect(x + (right + QUIET) * module, y + (down + QUIET) * module, module, module);
    }));
  });
  return size * module;
}

/** Across the whole image, so that no part of it can be taken for a real one. @param {string} text @param {number} height @returns {(context: Context) => void} */
function watermark(text, height) {
  return (on) => {
    Object.assign(on, { font: `700 110px ${FAMILY}`, fillStyle: "rgba(142, 27, 27, 0.12)", textAlign: "center" });
    for (let y = 260; y < height; y += 420) {
      on.save();
      on.translate(WIDTH / 2, y);
      on.rotate(-0.42);
      on.fillText(text, 0, 0);
      on.restore();
    }
    on.textAlign = "start";
  };
}
