// The keyboard of moderators. Each key presses what stands on the page, and a decision asks once more before it counts.
(() => {
  const DECISIONS = { a: ["approve", "restore"], r: ["request_changes"], x: ["reject", "remove"], h: ["hide"] };
  const OFF = "casebook-keys-off";
  const WIDE = "(min-width: 62rem)";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const help = one("[data-keys-help]");
  const said = one("[data-keys-said]");
  if (!help || !said) return;
  const verdict = one("form[data-verdict]");
  const confirm = one("[data-confirm]");
  const off = one("[data-keys-off]", help);

  function say(text) {
    said.textContent = "";
    requestAnimationFrame(() => { said.textContent = text; });
  }

  const text = (field) => field.closest("label").querySelector(".choice-text").textContent;
  const hint = (field) => field.closest("label").querySelector(".choice-hint")?.textContent ?? "";
  const reasons = () => all("input[name=reasons]:checked", verdict);

  // What must be done before this decision can be taken: the first field that lacks it.
  function missing(decision) {
    const unread = all("[data-first-for]", verdict).find(
      (box) => !box.checked && box.dataset.firstFor.split(" ").includes(decision),
    );
    if (unread) return { field: unread, why: `${confirm.dataset.first} ${text(unread)}` };
    const explained = reasons().length || one("textarea[name=note]", verdict).value.trim();
    if (explained || !verdict.dataset.explain.split(" ").includes(decision)) return null;
    return { field: one("input[name=reasons], textarea[name=note]", verdict), why: confirm.dataset.explain };
  }

  function decide(key) {
    if (!verdict) return;
    const radio = DECISIONS[key].map((value) => one(`input[name=decision][value=${value}]`, verdict)).find(Boolean);
    if (!radio) return say(confirm.dataset.unknown);
    radio.checked = true;
    const lack = missing(radio.value);
    if (!lack) return ask(radio);
    lack.field.focus();
    lack.field.scrollIntoView({ block: "center" });
    say(lack.why);
  }

  function ask(radio) {
    one("h2", confirm).textContent = `${text(radio)}?`;
    one("#confirm-hint", confirm).textContent = hint(radio);
    one("ul", confirm).replaceChildren(...reasons().map((box) => {
      return Object.assign(document.createElement("li"), { textContent: text(box) });
    }));
    confirm.returnValue = "no";
    confirm.showModal();
  }

  confirm?.addEventListener("close", () => {
    if (confirm.returnValue === "yes") verdict.requestSubmit();
    else say(confirm.dataset.undone);
  });

  // In the queue, J and K go from row to row.
  function walk(step) {
    const rows = all("[data-walk] .row-title");
    const at = rows.indexOf(document.activeElement);
    const to = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
    rows[to]?.focus();
  }

  function press(key) {
    const target = one(`[data-key="${key}"]`);
    if (key === "?") help.showModal();
    else if (key in DECISIONS) decide(key);
    else if (target) target.click();
    else if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
    else return false;
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || one("dialog[open]")) return;
    const field = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (field) {
      if (event.key === "Escape") field.blur();
      return;
    }
    if (!off.checked && press(event.key.toLowerCase())) event.preventDefault();
  });

  one("[data-keys-open]")?.addEventListener("click", () => help.showModal());
  off.checked = localStorage.getItem(OFF) === "yes";
  off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "yes" : "no"));
  if (matchMedia(WIDE).matches) for (const fold of all("details[data-open-wide]")) fold.open = true;
})();
