"use strict";
// Light or dark: as the system has it, until the reader says otherwise; then that is kept. Loaded
// without blocking, and as early as can be, so that a kept choice stands before the first paint.

(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  try {
    const kept = localStorage.getItem("theme");
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch {
    // A browser that keeps nothing: the system's choice stands.
  }

  const offer = () => {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      show();
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch {
        // As above: the choice holds for this page.
      }
    });
    system.addEventListener("change", show);
    show();
    button.hidden = false;
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", offer);
  else offer();
})();
