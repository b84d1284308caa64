// Small comforts. Every page works without them.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Menus close with Escape and with a press elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of all("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all("[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Text areas grow with their text where the browser can't do it by itself.
  const grows = CSS.supports("field-sizing", "content");
  function fit(area) {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }

  function size(bytes) {
    const value = bytes / 1048576;
    return value < 0.1 ? `${Math.ceil(bytes / 1024)} KB` : `${value.toFixed(1)} MB`;
  }

  // A place for a photo: name and size of what was chosen, and dropping files on it.
  function prepareDrop(drop) {
    const input = drop.querySelector("input[type=file]");
    const list = drop.querySelector("[data-drop-list]");
    input.addEventListener("change", () => {
      list.replaceChildren(...[...input.files].map((file) => {
        const row = document.createElement("li");
        for (const text of [file.name, size(file.size)]) row.append(Object.assign(document.createElement("span"), { textContent: text }));
        return row;
      }));
    });
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.add("is-over");
      });
    }
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("is-over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // Uploads show how far they are: <form data-upload> with a <progress hidden> inside.
  function prepareUpload(form) {
    const progress = form.querySelector("progress");
    if (!progress) return;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const request = new XMLHttpRequest();
      const buttons = all("[type=submit]", form);
      const busy = (on) => {
        progress.hidden = !on;
        for (const button of buttons) button.disabled = on;
      };
      request.open("POST", form.action);
      request.responseType = "document";
      request.upload.addEventListener("progress", (part) => {
        if (part.lengthComputable) Object.assign(progress, { max: part.total, value: part.loaded });
      });
      request.addEventListener("load", () => {
        if (request.status < 400 && request.responseURL !== form.action) {
          location.assign(request.responseURL);
        } else if (request.response?.body) {
          document.body.replaceWith(document.adoptNode(request.response.body));
          prepare(document);
          window.scrollTo(0, 0);
        }
      });
      request.addEventListener("error", () => {
        busy(false);
        form.submit();
      });
      request.send(new FormData(form, event.submitter));
      busy(true);
    });
  }

  // Rows that are empty wait behind a button: <div data-rows data-rows-label="Add another">, each row [data-row].
  function prepareRows(holder) {
    const rows = all("[data-row]", holder);
    const filled = (row) => all("input, textarea", row).some((field) => field.value.trim() !== "");
    rows.forEach((row, index) => { row.hidden = index > 0 && !filled(row); });
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "btn btn-plain", textContent: holder.dataset.rowsLabel,
    });
    const rest = () => rows.filter((row) => row.hidden);
    button.addEventListener("click", () => {
      const [row] = rest();
      row.hidden = false;
      row.querySelector("input, textarea")?.focus();
      button.hidden = rest().length === 0;
    });
    button.hidden = rest().length === 0;
    rows.at(-1)?.after(button);
  }

  // Quizzes: 1 to 5 chooses, Enter answers or goes on.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("textarea, select, input:not([type=radio]), dialog")) return;
    const choice = document.querySelector(`.option input[data-key="${CSS.escape(event.key)}"]`);
    if (choice) {
      choice.checked = true;
      choice.focus();
    } else if (event.key === "Enter" && event.target.matches?.(".option input, body")) {
      const next = document.querySelector("[data-enter]");
      if (next) {
        event.preventDefault();
        next.click();
      }
    }
  });

  function prepare(root) {
    all("[data-needs-script]", root).forEach((part) => { part.hidden = false; });
    if (!grows) {
      all("textarea[data-autosize]", root).forEach((area) => {
        area.addEventListener("input", () => fit(area));
        fit(area);
      });
    }
    all("[data-drop]", root).forEach(prepareDrop);
    all("form[data-upload]", root).forEach(prepareUpload);
    all("[data-rows]", root).forEach(prepareRows);
    root.querySelector("[data-focus]")?.focus();
  }

  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.ask ?? event.target.dataset.ask;
    if (question && !confirm(question)) event.preventDefault();
  }, true);

  prepare(document);
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) prepare(event.detail.elt); });
})();
