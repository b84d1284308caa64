// Looking closer: a link with data-viewer opens its picture in a dialog with zoom, brightness, contrast, inversion.
(() => {
  const ZOOMS = [1, 1.5, 2, 3, 4, 6];
  const template = document.querySelector("template#viewer");
  if (!template) return;

  function open(link) {
    const dialog = template.content.firstElementChild.cloneNode(true);
    const stage = dialog.querySelector(".viewer-stage");
    const picture = stage.querySelector("img");
    const [brightness, contrast] = dialog.querySelectorAll("input");
    const invert = dialog.querySelector("[data-do=invert]");
    let step = 0;

    function filter() {
      const inverted = invert.getAttribute("aria-pressed") === "true";
      picture.style.filter = `invert(${inverted ? 1 : 0}) brightness(${brightness.value}%) contrast(${contrast.value}%)`;
    }

    function zoom(to) {
      const centre = [stage.scrollLeft + stage.clientWidth / 2, stage.scrollTop + stage.clientHeight / 2];
      const before = picture.clientWidth;
      if (step === 0) picture.dataset.fit = before;
      step = Math.min(Math.max(to, 0), ZOOMS.length - 1);
      stage.classList.toggle("is-zoomed", step > 0);
      picture.style.width = step > 0 ? `${picture.dataset.fit * ZOOMS[step]}px` : "";
      const ratio = picture.clientWidth / before;
      stage.scrollTo(centre[0] * ratio - stage.clientWidth / 2, centre[1] * ratio - stage.clientHeight / 2);
    }

    const actions = {
      in: () => zoom(step + 1),
      out: () => zoom(step - 1),
      close: () => dialog.close(),
      invert: () => invert.setAttribute("aria-pressed", String(invert.getAttribute("aria-pressed") !== "true")),
      reset: () => {
        brightness.value = contrast.value = 100;
        invert.setAttribute("aria-pressed", "false");
        zoom(0);
      },
    };

    picture.src = link.href;
    picture.alt = link.querySelector("img")?.alt ?? "";
    dialog.addEventListener("input", filter);
    dialog.addEventListener("click", (event) => {
      actions[event.target.closest("[data-do]")?.dataset.do]?.();
      filter();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.target.type === "range") return;
      const action = { "+": "in", "=": "in", "-": "out", i: "invert", 0: "reset" }[event.key];
      if (action) {
        actions[action]();
        filter();
      }
    });
    picture.addEventListener("dblclick", () => zoom(step ? 0 : 2));
    dragged(stage);
    dialog.addEventListener("close", () => {
      dialog.remove();
      link.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  // A mouse drags the picture about; fingers scroll it anyway.
  function dragged(stage) {
    let from = null;
    stage.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse") return;
      from = [event.clientX + stage.scrollLeft, event.clientY + stage.scrollTop];
      event.preventDefault();
    });
    stage.addEventListener("pointermove", (event) => {
      if (from) stage.scrollTo(from[0] - event.clientX, from[1] - event.clientY);
    });
    for (const name of ["pointerup", "pointerleave"]) stage.addEventListener(name, () => { from = null; });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-viewer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
})();
