"use strict";
// The page that checks a quotation.

(() => {
  const form = document.getElementById("quote");
  const verdict = document.getElementById("verdict");
  const [title, about] = verdict.querySelectorAll("h2, .about");
  const changes = document.getElementById("changes");
  const stands = document.getElementById("stands");
  const elsewhere = document.getElementById("elsewhere");

  const legend = verdict.querySelector(".legend");
  const [onlyQuoted, onlyHere] = Array.from(legend.children, (one) => one.textContent);

  // Words of one side only, with what a screen reader says before them.
  const side = (name, said, words) => {
    const hint = element("span", ` [${said}: `);
    const end = element("span", "] ");
    hint.className = end.className = "unseen";
    return element(name, hint, words, end);
  };

  const change = ({ kind, stands, quoted }) => {
    if (kind === "equal") return [quoted];
    const nodes = [];
    if (quoted) nodes.push(side("del", onlyQuoted, quoted));
    if (stands) nodes.push(side("ins", onlyHere, stands));
    return nodes;
  };

  // Stretches of the sentences that the quotation touches, from the stretch of the record.
  const marks = ({ record, lang, segments, start, end }) => {
    const which = lang === "zh" ? 0 : 1;
    const found = new Map();
    let from = 0;
    record.segments.forEach((pair, at) => {
      const size = (pair[which] ?? "").length;
      if (segments.includes(at)) {
        found.set(at, { [lang]: [[Math.max(0, start - from), Math.min(size, end - from)]] });
      }
      if (pair[which] !== null) from += size + which;
    });
    return found;
  };

  const answer = (quotation) => {
    const found = checkQuotation(simplified(quotation));
    const short = found.short ? "short" : found.verdict;
    verdict.hidden = false;
    verdict.dataset.verdict = found.verdict;
    title.textContent = title.dataset[found.verdict];
    const likeness = `${Math.floor(100 * (found.likeness ?? 0))}%`;
    about.textContent = filled(about.dataset[short], { likeness });
    document.getElementById("said").textContent = `${title.textContent}: ${about.textContent}`;
    showReading(quotation);
    legend.hidden = changes.hidden = found.verdict !== "altered";
    changes.lang = found.lang === "zh" ? "zh-Hans" : "en";
    changes.replaceChildren(...(found.steps ?? []).flatMap(change));
    stands.replaceChildren();
    if (found.record) {
      for (const [at, places] of marks(found)) stands.append(element("div", passage(found.record, at, places)));
    }
    const others = found.elsewhere ?? [];
    elsewhere.hidden = !others.length;
    elsewhere.querySelector("span").replaceChildren(
      ...others.flatMap((record, at) => {
        const link = element("a", record.id);
        link.href = record.at;
        return at ? [", ", link] : [link];
      }),
    );
  };

  const field = form.elements.namedItem("q");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    history.replaceState(null, "", `?${new URLSearchParams({ q: field.value })}`);
    answer(field.value);
  });
  form.hidden = false;
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value.trim()) answer(field.value);
})();
