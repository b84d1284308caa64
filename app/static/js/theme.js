// Sets the colour theme before the first paint: the reader's choice, or else the device's.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const ORDER = ["auto", "light", "dark"];

  function chosen() {
    try {
      const value = localStorage.getItem("theme");
      return ORDER.includes(value) ? value : "auto";
    } catch {
      return "auto";
    }
  }

  function apply() {
    const choice = chosen();
    root.dataset.bsTheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    for (const button of document.querySelectorAll("[data-theme-next]")) {
      button.querySelector("span").textContent = button.getAttribute(`data-label-${choice}`);
    }
  }

  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-next]")) return;
    try {
      localStorage.setItem("theme", ORDER[(ORDER.indexOf(chosen()) + 1) % ORDER.length]);
    } catch {
      return;
    }
    apply();
  });
})();
