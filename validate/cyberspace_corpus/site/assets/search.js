"use strict";
// The page that finds words: what is asked stands in its address, so that it can be shared.

(() => {
  const FIRST = 40;
  const form = document.getElementById("search");
  const count = document.getElementById("count");
  const list = document.getElementById("hits");
  const more = document.getElementById("more");
  const finder = new Finder();

  const asked = () =>
    new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));

  const show = (hits) => {
    list.append(
      ...hits.map(({ record, at, marks }) => element("li", passage(record, at, marks))),
    );
  };

  const answer = () => {
    const wanted = Object.fromEntries(asked());
    const passes = (record) =>
      (!wanted.document || record.document === wanted.document) &&
      (!wanted.status || record.status.includes(wanted.status)) &&
      (!wanted.topic || record.topics.includes(wanted.topic)) &&
      (!wanted.entity || record.entities.includes(wanted.entity));
    const hits = finder.find(wanted.q ?? "", { lang: wanted.lang, passes });
    list.replaceChildren();
    show(hits.slice(0, FIRST));
    more.hidden = hits.length <= FIRST;
    more.firstElementChild.onclick = () => {
      show(hits.slice(FIRST));
      more.hidden = true;
      list.children[FIRST].querySelector("a").focus();
    };
    const number = { 0: "none", 1: "one" }[hits.length] ?? "other";
    count.textContent = wanted.q ? filled(count.dataset[number], { n: hits.length }) : "";
    showReading(wanted.q ?? "");
  };

  const ask = () => {
    history.replaceState(null, "", `?${asked()}`);
    answer();
  };

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });

  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field && "value" in field) field.value = value;
  }
  form.querySelector("details").open = [...asked().keys()].some((name) => name !== "q");
  form.hidden = false;
  answer();
})();
