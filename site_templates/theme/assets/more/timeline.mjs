// @ts-check
/** The certificate in the course of time: a picture, its key, and the same facts as a table. */
import { h } from "../verify/elements.mjs";
import { beijingDay } from "../verify/status.mjs";
import { course, standing } from "./periods.mjs";
import { draw, swatch } from "./picture.mjs";
import { voice } from "./voice.mjs";

/** @typedef {import("./periods.mjs").Period} Period */
/** @typedef {import("./voice.mjs").Voice} Voice */

/** A table of more rows is closed at first. */
const FEW = 10;
/** The width of the picture in em while it is not known, and what stands out of it on both sides. */
const [NARROW, MARGINS] = [16, 3.2];

/** The day of today for an outcome. @param {Outcome} outcome */
export function todayOf(outcome) {
  const released = outcome.index ? beijingDay(Date.parse(outcome.index.generated_at)) : "";
  const device = beijingDay(Date.now());
  return device < released ? released : device; // registry/README.md §8.3
}

/**
 * Nothing for a record of limited disclosure.
 * @param {CertificateRecord} record @param {Outcome} outcome with the index @param {Setting} setting
 */
export function timeline(record, outcome, setting) {
  const { index } = outcome;
  if (!index || record.disclosure === "limited") return null;
  const say = voice(setting);
  const words = say.own.timeline;
  const reach = { released: beijingDay(Date.parse(index.generated_at)), since: index.since };
  const today = todayOf(outcome);
  const days = outcome.on === undefined ? [today] : [today, outcome.on];
  const whole = course(record, reach, days);

  const flags = days.map((day, at) => {
    const kind = /** @type {"today" | "asked"} */ (at === 0 ? "today" : "asked");
    return { day, kind, text: say.plainText(words.flag, { name: words[kind], day }) };
  });
  const title = say.plainText(words.picture, { no: record.number, from: whole.from, to: whole.to });
  const listed = rows(record, whole.moments, { ...reach, today, on: outcome.on }, say);
  return h(
    "div",
    { class: "timeline" },
    elastic({ ...whole, flags, title }),
    key(whole.periods, reach.released, say),
    h(
      "details",
      { class: "told", open: listed.length <= FEW },
      h("summary", {}, say.plainText(words.table, { n: listed.length })),
      table(record, listed, say),
    ),
    h("p", { class: "hint" }, words.note),
  );
}

/** The picture, drawn anew when its width changes. @param {import("./picture.mjs").Drawing} drawing */
function elastic(drawing) {
  const ruler = h("div");
  const box = h("div", { class: "stretch" }, ruler, draw(drawing, NARROW));
  let width = NARROW;
  if ("ResizeObserver" in window) {
    new ResizeObserver(([{ contentRect }]) => {
      const own = contentRect.width / parseFloat(getComputedStyle(box).fontSize) - MARGINS;
      if (!(own > 0) || Math.abs(own - width) < 0.1) return; // no longer on the page, or as before
      width = own;
      box.lastElementChild?.replaceWith(draw(drawing, width));
    }).observe(ruler);
  }
  return box;
}

/** What the bands mean. @param {Period[]} periods @param {string} released @param {Voice} say */
function key(periods, released, { own, plainText }) {
  const kinds = new Map(periods.map((period) => [`${period.status} ${period.overrun}`, period]));
  const items = [...kinds.values()].map((period) => {
    const name = statusName(period, own);
    const hatched = period.status === "suspended" && !period.overrun;
    const text = hatched ? plainText(own.timeline.hatched, { status: name }) : name;
    return h("li", {}, swatch({ ...period, grade: "known" }), text);
  });
  const ahead = periods.filter(({ grade }) => grade === "ahead");
  if (ahead.length > 0) {
    const shown = ahead.find(({ status }) => status === "valid") ?? ahead[0];
    items.push(h("li", {}, swatch(shown), plainText(own.timeline.ahead, { day: released })));
  }
  return h("ul", { class: "key" }, ...items);
}

/** @param {{status: StatusName, overrun: boolean}} standing @param {Voice["own"]} own */
function statusName({ status, overrun }, own) {
  return overrun ? own.timeline.overrun : own.status[status];
}

/** @typedef {{day: string, number: string, what: Child[], standing: string, point?: boolean}} Row */

/**
 * @param {CertificateRecord} record @param {import("./periods.mjs").Moment[]} moments
 * @param {{released: string, since?: string, today: string, on?: string}} days @param {Voice} say @returns {Row[]}
 */
function rows(record, moments, { released, since, today, on }, { own, words: shared, plainText, sentence }) {
  const words = own.timeline;
  /** @param {string} day @param {boolean} [asked] */
  const standingOn = (day, asked = false) => {
    const found = standing(record, day, { released, since });
    const status = statusName(found, own);
    if (found.grade === "before") return words.before_status;
    if (asked && day > released) return words.ahead_day;
    return found.grade === "ahead" ? plainText(words.ahead_status, { status }) : status;
  };
  const found = moments.map(({ day, event, text }, at) => {
    const number = String(at + 1);
    if (!event) {
      const name = { start: words.start, last_day: words.last_day, overrun: words.overrun_moment, planned_end: words.planned_end };
      return { day, number, what: [name[/** @type {keyof typeof name} */ (text)]], standing: standingOn(day) };
    }
    const known = new Map(Object.entries(shared.event)).get(event.type) ?? shared.unknown_event;
    const detail = event.until ? sentence(shared.history_until, { until: event.until }) : [];
    if (event.by) detail.push(...sentence(shared.history_by, { by: event.by }));
    return { day, number, what: [known, ...(detail.length > 0 ? [" ", h("small", {}, ...detail)] : [])], standing: standingOn(day) };
  });
  const own_days = /** @type {Row[]} */ ([
    { day: released, number: "", what: [words.released], standing: standingOn(released) },
    { day: today, number: "", what: [words.today], standing: standingOn(today), point: true },
  ]);
  if (on !== undefined) own_days.push({ day: on, number: "", what: [words.asked], standing: standingOn(on, true), point: true });
  return [...found, ...own_days].sort((one, other) => (one.day < other.day ? -1 : Number(one.day > other.day)));
}

/** @param {CertificateRecord} record @param {Row[]} listed @param {Voice} say */
function table(record, listed, { own, plainText }) {
  const words = own.timeline;
  const columns = [words.day, words.what, words.standing];
  return h(
    "table",
    {},
    h("caption", { class: "unseen" }, plainText(words.caption, { no: record.number })),
    h("thead", {}, h("tr", {}, ...columns.map((column) => h("th", { scope: "col" }, column)))),
    h(
      "tbody",
      {},
      ...listed.map(({ day, number, what, standing: text, point }) =>
        h(
          "tr",
          { class: point && "point" },
          h("td", {}, h("time", { datetime: day }, day)),
          h("td", {}, ...(number ? [h("span", { class: "numbered" }, number), " "] : []), ...what),
          h("td", {}, text),
        ),
      ),
    ),
  );
}
