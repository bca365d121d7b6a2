"use strict";
// Checking a quotation: what cyberspace_corpus/published/quotation.py does, step for step, so that
// the page and the package never differ. What is compared are lists of code points, as Python has
// them; places in a text are those of JavaScript.

const NEAR = 0.75;
const SHORTEST = 4;
const CANDIDATES = 12;

// Python's difflib.SequenceMatcher (autojunk=False): where two lists agree.
class Matcher {
  constructor(second) {
    this.second = second;
    this.at = new Map();
    second.forEach((item, place) => {
      if (!this.at.has(item)) this.at.set(item, []);
      this.at.get(item).push(place);
    });
    // Sizes of the matches that end at each place, one further on; all 0 between two uses.
    this.before = new Int32Array(second.length + 1);
    this.now = new Int32Array(second.length + 1);
  }

  longest(places, low, high, from, to) {
    let best = [low, from, 0];
    let last = [];
    const forget = (sizes, some) => {
      for (const j of some) sizes[j + 1] = 0;
    };
    for (let i = low; i < high; i++) {
      for (const j of places[i]) {
        if (j < from) continue;
        if (j >= to) break;
        const size = this.before[j] + 1;
        this.now[j + 1] = size;
        if (size > best[2]) best = [i - size + 1, j - size + 1, size];
      }
      forget(this.before, last);
      last = places[i];
      [this.before, this.now] = [this.now, this.before];
    }
    forget(this.before, last);
    return best;
  }

  // [place in the first, place in the second, size], in order.
  blocks(first) {
    const places = first.map((item) => this.at.get(item) ?? []);
    const waiting = [[0, first.length, 0, this.second.length]];
    const found = [];
    while (waiting.length) {
      const [low, high, from, to] = waiting.pop();
      const [i, j, size] = this.longest(places, low, high, from, to);
      if (!size) continue;
      found.push([i, j, size]);
      if (low < i && from < j) waiting.push([low, i, from, j]);
      if (i + size < high && j + size < to) waiting.push([i + size, high, j + size, to]);
    }
    found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    const merged = [];
    for (const [i, j, size] of found) {
      const last = merged.at(-1);
      if (last && last[0] + last[2] === i && last[1] + last[2] === j) last[2] += size;
      else merged.push([i, j, size]);
    }
    return merged;
  }

  ratio(first) {
    const length = first.length + this.second.length;
    const same = this.blocks(first).reduce((total, [, , size]) => total + size, 0);
    return length ? (2 * same) / length : 1;
  }

  // Never below the ratio, and quickly known.
  bound(first) {
    const length = first.length + this.second.length;
    const left = new Map(Array.from(this.at, ([item, places]) => [item, places.length]));
    let same = 0;
    for (const item of first) {
      const rest = left.get(item) ?? 0;
      if (rest > 0) same += 1;
      left.set(item, rest - 1);
    }
    return length ? (2 * same) / length : 1;
  }

  // {kind, from the first, from the second} for everything in order, what is equal too.
  steps(first) {
    const found = [];
    let [i, j] = [0, 0];
    const step = (kind, a, b) =>
      found.push({ kind, stands: first.slice(i, a), quoted: this.second.slice(j, b) });
    for (const [a, b, size] of [...this.blocks(first), [first.length, this.second.length, 0]]) {
      if (i < a && j < b) step("replace", a, b);
      else if (i < a) step("delete", a, b);
      else if (j < b) step("insert", a, b);
      [i, j] = [a, b];
      if (size) step("equal", a + size, b + size);
      [i, j] = [a + size, b + size];
    }
    return found;
  }
}

const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const MARKS = "[“”\"'‘’「」]";
const bare = (text) =>
  text
    .replace(new RegExp(`${SPACE}+`, "gu"), " ")
    .replace(/^ | $/g, "")
    .replace(new RegExp(`^${MARKS}+|${MARKS}+$`, "gu"), "");

const trigrams = (text) => {
  const found = new Set();
  for (let at = 0; at + 3 <= text.length; at++) found.add(text.slice(at, at + 3).join(""));
  return found;
};

const textOf = (record, lang) => {
  const sentences = record.segments.map((pair) => pair[lang === "zh" ? 0 : 1]);
  return sentences.filter((one) => one !== null).join(lang === "zh" ? "" : " ");
};

// The stretch of a text that is most like the quotation: [likeness, start, end]. Where none can be
// as like as `least`, any or none.
const nearest = (text, wanted, matcher, least) => {
  const blocks = matcher.blocks(text).filter(([, , size]) => size > 1);
  let best = [0, 0, 0];
  if (!blocks.length) return best;
  const [last, , size] = blocks.at(-1);
  const windows = new Map([[`${blocks[0][0]} ${last + size}`, [blocks[0][0], last + size]]]);
  for (const [a, b] of blocks) {
    const start = Math.max(0, a - b);
    const end = Math.min(text.length, start + wanted.length);
    windows.set(`${start} ${end}`, [start, end]);
  }
  for (const [start, end] of windows.values()) {
    const stretch = text.slice(start, end);
    if (matcher.bound(stretch) < Math.max(least, best[0])) continue;
    const one = [matcher.ratio(stretch), start, end];
    if ((one[0] - best[0] || one[1] - best[1] || one[2] - best[2]) > 0) best = one;
  }
  return best;
};

const units = (lang, characters) =>
  lang === "zh"
    ? characters
    : (characters.join("").match(new RegExp(`${SPACE}+|[\\p{L}\\p{N}_]+|[^\\p{L}\\p{N}_]`, "gu")) ?? []);

// The pairs that a stretch of a record's text touches, by their places.
const touched = (record, lang, start, end) => {
  const found = [];
  let at = 0;
  record.segments.forEach((pair, place) => {
    const part = pair[lang === "zh" ? 0 : 1];
    if (part === null) return;
    const size = part.length;
    if (at < end && start < at + size) found.push(place);
    at += size + (lang === "en" ? 1 : 0);
  });
  return found;
};

// {verdict, record, lang, segments, likeness, steps, elsewhere}, as Quote has them, but `segments`
// are places from 0 and `steps` has what is equal, too; `start` and `end` are the stretch in the
// text of the record, `short` says that the quotation is too short to tell.
function checkQuotation(quotation) {
  const text = bare(quotation);
  const wanted = Array.from(text);
  if (wanted.length < SHORTEST) return { verdict: "absent", short: true };
  const lang = /[\u4e00-\u9fff]/.test(text) ? "zh" : "en";
  const texts = CORPUS.records
    .map((record) => ({ record, text: textOf(record, lang) }))
    .filter((one) => one.text);
  const exact = texts.filter((one) => one.text.includes(text));
  if (exact.length) {
    const [{ record, text: there }, ...others] = exact;
    const start = there.indexOf(text);
    const end = start + text.length;
    const segments = touched(record, lang, start, end);
    const elsewhere = others.map((other) => other.record);
    return { verdict: "exact", record, lang, start, end, segments, likeness: 1, steps: [], elsewhere };
  }
  const grams = trigrams(wanted);
  const shared = ({ characters }) => {
    const theirs = trigrams(characters);
    return [...grams].filter((gram) => theirs.has(gram)).length;
  };
  const candidates = texts
    .map((one) => ({ ...one, characters: Array.from(one.text) }))
    .map((one) => ({ ...one, shared: shared(one) }))
    .sort((one, other) => other.shared - one.shared)
    .slice(0, CANDIDATES);
  const matcher = new Matcher(wanted);
  let best = { likeness: 0 };
  for (const { record, characters } of candidates) {
    const least = Math.max(NEAR, best.likeness);
    const [likeness, start, end] = nearest(characters, wanted, matcher, least);
    if (likeness > best.likeness) best = { likeness, start, end, record, characters };
  }
  if (best.likeness < NEAR) return { verdict: "absent" };
  let { start, end } = best;
  if (lang === "en") {
    const letter = (at) => /[\p{L}\p{N}]/u.test(best.characters[at] ?? "");
    while (start > 0 && letter(start - 1)) start -= 1;
    while (end < best.characters.length && letter(end)) end += 1;
  }
  const there = best.characters.slice(start, end);
  const steps = new Matcher(units(lang, wanted))
    .steps(units(lang, there))
    .map(({ kind, stands, quoted }) => ({ kind, stands: stands.join(""), quoted: quoted.join("") }));
  const before = best.characters.slice(0, start).join("").length;
  const after = before + there.join("").length;
  return {
    verdict: "altered",
    record: best.record,
    lang,
    start: before,
    end: after,
    segments: touched(best.record, lang, before, after),
    likeness: best.likeness,
    steps,
    elsewhere: [],
  };
}
