"use strict";
// Finding sentences. Chinese is found wherever its characters stand, however few they are;
// English by words: the word itself, one of the same stem, or one that begins so. What stands in
// quotation marks is found just as it is written. A sentence is found if it has all that is asked.

const WORD = /[\p{Script=Latin}\p{N}\p{M}]+/gu;
const HAN = /\p{Script=Han}/u;
const QUOTED = /["“”„「『]([^"“”„」』]*)["“”」』]?|[^\s"“”„「『]+/gu;
const SHORTEST_BEGINNING = 3;

// Without regard to case and width; every character keeps its place.
const folded = (text) =>
  text.replace(/[A-Z\u00a0-\uffff]/g, (character) => {
    if (/[‘’]/.test(character)) return "'";
    if (/[“”]/.test(character)) return '"';
    const plain = character.normalize("NFKC").toLowerCase();
    return plain.length === 1 ? plain : character;
  });

// Traditional characters as the Simplified ones that the corpus has.
const simplified = (() => {
  let table;
  return (text) => {
    table ??= new Map([...CORPUS.traditional].map((one, at) => [one, CORPUS.simplified.at(at)]));
    return Array.from(text, (character) => table.get(character) ?? character).join("");
  };
})();

const wordsOf = (text) =>
  Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    word: word.normalize("NFD").replace(/\p{M}/gu, ""),
    start: index,
    end: index + word.length,
  }));

class Text {
  constructor(text) {
    this.text = folded(text ?? "");
  }

  get words() {
    this.split ??= wordsOf(this.text);
    return this.split;
  }

  // The places of what is asked: [start, end, how well it fits].
  places({ characters, words, exact }) {
    return characters ? this.charactersAt(characters) : this.wordsAt(words, exact);
  }

  charactersAt(characters) {
    const found = [];
    let at = this.text.indexOf(characters);
    while (at >= 0) {
      found.push([at, at + characters.length, 1]);
      at = this.text.indexOf(characters, at + characters.length);
    }
    return found;
  }

  wordsAt(words, exact) {
    const found = [];
    for (let at = 0; at + words.length <= this.words.length; at++) {
      const fits = words.map((one, further) => fit(one, this.words[at + further].word, exact));
      if (fits.every(Boolean)) {
        const end = this.words[at + words.length - 1].end;
        found.push([this.words[at].start, end, Math.min(...fits)]);
      }
    }
    return found;
  }
}

// How well a word of the text answers to one that is asked for: 0 is not at all.
const stems = new Map();
const stemOf = (word) => {
  if (!stems.has(word)) stems.set(word, stem(word));
  return stems.get(word);
};
const fit = (asked, word, exact) => {
  if (word === asked) return 1;
  if (exact) return 0;
  if (stemOf(word) === stemOf(asked)) return 0.8;
  return asked.length >= SHORTEST_BEGINNING && word.startsWith(asked) ? 0.5 : 0;
};

// What is asked for, part by part.
const parts = (query) => {
  const found = [];
  for (const [whole, inside] of simplified(query).matchAll(QUOTED)) {
    const exact = inside !== undefined;
    const characters = folded(exact ? inside : whole).trim();
    const words = wordsOf(characters).map(({ word }) => word);
    if (HAN.test(characters) || (characters && !words.length)) found.push({ characters });
    else if (words.length) found.push({ words, exact });
  }
  return found;
};

class Finder {
  constructor() {
    this.sentences = CORPUS.records.flatMap((record) =>
      record.segments.map(([zh, en], at) => ({
        record,
        at,
        zh: new Text(zh),
        en: new Text(en),
      })),
    );
    this.length = Object.fromEntries(
      ["zh", "en"].map((lang) => {
        const sum = this.sentences.reduce((total, one) => total + one[lang].text.length, 0);
        return [lang, Math.max(1, sum / this.sentences.length)];
      }),
    );
  }

  // The sentences that have all parts of a query, best first: {record, at, marks, weight}. The
  // weight is BM25 with its usual constants, more if the parts stand together as they were typed.
  find(query, { lang, passes = () => true } = {}) {
    const asked = parts(query);
    if (!asked.length) return [];
    const langs = lang ? [lang] : ["zh", "en"];
    const whole = folded(simplified(query)).trim();
    const holding = asked.map(() => 0);
    const found = [];
    for (const sentence of this.sentences) {
      const places = asked.map((part) => langs.map((one) => sentence[one].places(part)));
      places.forEach((here, part) => (holding[part] += here.some((one) => one.length) ? 1 : 0));
      if (places.every((here) => here.some((one) => one.length)) && passes(sentence.record)) {
        const marks = Object.fromEntries(
          langs.map((one, which) => [one, joined(places.flatMap((here) => here[which]))]),
        );
        found.push({ ...sentence, places, marks });
      }
    }
    const rarity = holding.map((n) =>
      Math.log(1 + (this.sentences.length - n + 0.5) / (n + 0.5)),
    );
    const weight = ({ zh, en, places }) => {
      let sum = 0;
      langs.forEach((one, which) => {
        const text = { zh, en }[one].text;
        const size = 1.2 * (0.25 + (0.75 * text.length) / this.length[one]);
        places.forEach((here, part) => {
          const often = here[which].reduce((total, [, , fits]) => total + fits, 0);
          sum += (rarity[part] * often * 2.2) / (often + size);
        });
        if (asked.length > 1 && text.includes(whole)) sum *= 2;
      });
      return sum;
    };
    return found
      .map(({ record, at, marks, ...rest }) => ({ record, at, marks, weight: weight(rest) }))
      .sort((one, other) => other.weight - one.weight);
  }
}

// Stretches in their order, those that touch made one.
const joined = (places) => {
  const found = [];
  for (const [start, end] of places.sort((one, other) => one[0] - other[0])) {
    const last = found.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else found.push([start, end]);
  }
  return found;
};
