"use strict";
// The stem of an English word: M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980),
// as SQLite's tokenizer of that name has it, so that the page finds what the released database finds.

const stem = (() => {
  const vowelAt = (word, at) =>
    "aeiou".includes(word[at]) || (word[at] === "y" && at > 0 && !vowelAt(word, at - 1));

  const measure = (word) => {
    let count = 0;
    for (let at = 1; at < word.length; at++) {
      if (vowelAt(word, at - 1) && !vowelAt(word, at)) count += 1;
    }
    return count;
  };
  const hasVowel = (word) => [...word].some((_, at) => vowelAt(word, at));
  const doubled = (word) =>
    word.length > 1 && word.at(-1) === word.at(-2) && !vowelAt(word, word.length - 1);
  const closed = (word) => {
    const last = word.length - 1;
    return (
      last > 1 &&
      !vowelAt(word, last) &&
      vowelAt(word, last - 1) &&
      !vowelAt(word, last - 2) &&
      !"wxy".includes(word[last])
    );
  };

  const SECOND = Object.entries({
    ational: "ate", tional: "tion", enci: "ence", anci: "ance", izer: "ize", logi: "log",
    bli: "ble", alli: "al", entli: "ent", eli: "e", ousli: "ous", ization: "ize", ation: "ate",
    ator: "ate", alism: "al", iveness: "ive", fulness: "ful", ousness: "ous", aliti: "al",
    iviti: "ive", biliti: "ble",
  });
  const THIRD = Object.entries({
    icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "",
  });
  const FOURTH = [
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
    "ism", "ate", "iti", "ous", "ive", "ize",
  ];

  const replaced = (word, endings) => {
    for (const [ending, other] of endings) {
      if (!word.endsWith(ending)) continue;
      const front = word.slice(0, -ending.length);
      return measure(front) > 0 ? front + other : word;
    }
    return word;
  };

  const past = (word) => {
    for (const ending of ["ed", "ing"]) {
      const front = word.slice(0, -ending.length);
      if (!word.endsWith(ending) || !hasVowel(front)) continue;
      if (/(at|bl|iz)$/.test(front)) return `${front}e`;
      if (doubled(front) && !/[lsz]$/.test(front)) return front.slice(0, -1);
      return measure(front) === 1 && closed(front) ? `${front}e` : front;
    }
    return word;
  };

  const shorn = (word) => {
    const ending = FOURTH.filter((one) => word.endsWith(one)).sort((a, b) => b.length - a.length)[0];
    if (!ending) return word;
    const front = word.slice(0, -ending.length);
    if (ending === "ion" && !/[st]$/.test(front)) return word;
    return measure(front) > 1 ? front : word;
  };

  return (word) => {
    if (word.length < 3 || /[^a-z]/.test(word)) return word;
    word = word.replace(/(ss|i)es$/, "$1").replace(/([^s])s$/, "$1");
    if (word.endsWith("eed")) {
      if (measure(word.slice(0, -3)) > 0) word = word.slice(0, -1);
    } else word = past(word);
    if (word.endsWith("y") && hasVowel(word.slice(0, -1))) word = `${word.slice(0, -1)}i`;
    word = shorn(replaced(replaced(word, SECOND), THIRD));
    if (word.endsWith("e")) {
      const front = word.slice(0, -1);
      const size = measure(front);
      if (size > 1 || (size === 1 && !closed(front))) word = front;
    }
    return measure(word) > 1 && word.endsWith("ll") ? word.slice(0, -1) : word;
  };
})();
