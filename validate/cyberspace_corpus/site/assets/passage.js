"use strict";
// A passage of the corpus as the search and the quotation check show it. Texts reach the page as
// text only; nothing is ever read as HTML.

const NAMES = new Map(
  Array.from(document.getElementById("names").content.querySelectorAll("[data-name]"), (one) => [
    one.dataset.name,
    one.textContent,
  ]),
);

const statusName = (status, reviewed) =>
  status === "project" && !reviewed
    ? `${NAMES.get(status)} · ${NAMES.get("unreviewed")}`
    : NAMES.get(status);

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const element = (name, ...children) => {
  const made = document.createElement(name);
  made.append(...children);
  return made;
};

// A text with its marked stretches, [start, end], in order.
const marked = (text, places) => {
  const nodes = [];
  let at = 0;
  for (const [start, end] of places) {
    nodes.push(text.slice(at, start), element("mark", text.slice(start, end)));
    at = end;
  }
  return [...nodes, text.slice(at)];
};

// A sentence of a record in both languages; `marks` has the marked stretches by language.
const passage = (record, at, marks) => {
  const made = document.getElementById("passage").content.cloneNode(true);
  const link = made.querySelector("a");
  link.href = record.at;
  link.textContent = record.id;
  made.querySelector("cite").textContent = NAMES.get(record.document);
  ["zh", "en"].forEach((lang, which) => {
    const [badge, words, lacking] = made.querySelector(`.${lang}`).children;
    const status = record.status[which];
    badge.textContent = statusName(status, record.reviewed);
    badge.classList.add(`status-${status}`);
    const text = record.segments[at][which];
    (text === null ? words : lacking).remove();
    words.append(...marked(text ?? "", marks[lang] ?? []));
  });
  return made;
};

// Says how a query was read, where it was typed in Traditional characters.
const showReading = (query) => {
  const place = document.getElementById("read-as");
  const words = simplified(query);
  place.hidden = words === query;
  place.textContent = filled(place.dataset.text, { words });
};
