"use strict";
// What scripts add to every page. Without them all pages can be read: these are conveniences.

(() => {
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const target = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  // The other language of the interface, at the same place and with the same question.
  const language = document.querySelector("a.language");
  language?.addEventListener("click", () => {
    const address = new URL(language.href);
    address.search = location.search;
    address.hash = location.hash;
    language.href = address.href;
  });

  // Copying an address or a text. Where the browser does not let a page copy, addresses are still
  // links and texts can be selected.
  if (navigator.clipboard) {
    const told = document.createElement("p");
    told.className = "unseen";
    told.setAttribute("role", "status");
    document.body.append(told);
    const tell = (place) => {
      const done = place.closest("[data-done]")?.dataset.done;
      if (!done || place.textContent === done) return;
      const before = place.textContent;
      place.textContent = told.textContent = done;
      setTimeout(() => {
        place.textContent = before;
        told.textContent = "";
      }, 2000);
    };
    for (const place of all("[data-copy]")) place.hidden = false;
    document.addEventListener("click", (event) => {
      const place = event.target.closest("[data-copy], [data-copy-link]");
      if (!place) return;
      const text =
        "copy" in place.dataset
          ? document.querySelector(place.dataset.copy).textContent.trim()
          : place.href;
      navigator.clipboard.writeText(text).then(() => tell(place));
    });
  }

  // The outline follows the reading: its link to the last place in the upper third of the window.
  const outline = document.querySelector("[data-outline]");
  if (outline) {
    const links = new Map();
    for (const link of outline.querySelectorAll('a[href^="#"]')) links.set(target(link), link);
    const places = [...links.keys()];
    let current;
    const follow = () => {
      const passed = places.findLast((one) => one.getBoundingClientRect().top < innerHeight / 3);
      const link = links.get(passed);
      if (link === current) return;
      current?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "location");
      current = link;
      if (!link) return;
      const { top, bottom } = link.getBoundingClientRect();
      const frame = outline.getBoundingClientRect();
      if (top < frame.top || bottom > frame.bottom) {
        outline.scrollTop += top - frame.top - frame.height / 2;
      }
    };
    // On a phone it is a popover, and in the way once it has been used.
    outline.addEventListener("click", (event) => {
      if (event.target.closest("a") && outline.matches(":popover-open")) outline.hidePopover();
    });
    const upper = new IntersectionObserver(follow, { rootMargin: "0px 0px -66% 0px" });
    for (const place of places) upper.observe(place);
  }

  // Cards open beside the words that they are about, and close on Escape or a click elsewhere.
  const GAP = 8;
  const cards = all(".card");
  if ("popover" in HTMLElement.prototype && cards.length) {
    for (const card of cards) card.popover = "auto";
    document.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      const card = link && target(link);
      if (!card?.matches(".card")) return;
      event.preventDefault();
      card.showPopover();
      const words = link.getBoundingClientRect();
      const under = words.bottom + GAP;
      const over = words.top - GAP - card.offsetHeight;
      const top = under + card.offsetHeight < innerHeight || over < GAP ? under : over;
      const left = Math.max(GAP, Math.min(words.left, innerWidth - card.offsetWidth - GAP));
      card.style.inset = `${top}px auto auto ${left}px`;
      card.focus({ preventScroll: true });
    });
  }

  // Shortcuts of one key, which a reader can turn off (WCAG 2.1.4).
  const keys = document.querySelector("[data-shortcuts]");
  if (keys) {
    const on = keys.querySelector("input");
    try {
      on.checked = localStorage.getItem("keys") !== "off";
      on.addEventListener("change", () => localStorage.setItem("keys", on.checked ? "on" : "off"));
    } catch {
      // A browser that keeps nothing: they are on, until the reader says otherwise.
    }
    keys.hidden = false;
    const step = (way) => {
      const records = all("article.record");
      const here = records.findLastIndex((one) => one.getBoundingClientRect().top < innerHeight / 4);
      const record = records[Math.min(records.length - 1, Math.max(0, here + way))];
      if (!record) return;
      record.tabIndex = -1;
      record.scrollIntoView();
      record.focus({ preventScroll: true });
    };
    const search = () => {
      const field = document.querySelector('input[type="search"]');
      if (field) field.focus();
      else document.querySelector('.menu a[href$="search.html"]')?.click();
    };
    const doings = {
      "/": search,
      t: () => document.querySelector("[data-theme-switch]")?.click(),
      l: () => language?.click(),
      j: () => step(1),
      k: () => step(-1),
    };
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
      if (typing || !on.checked || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!Object.hasOwn(doings, event.key)) return;
      event.preventDefault();
      doings[event.key]();
    });
  }
})();
