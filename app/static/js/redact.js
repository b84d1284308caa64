// The redaction editor: boxes over a picture, by finger, mouse or keyboard. It writes coordinates of the picture's own
// pixels into a text field, which is also the editor where scripts don't run.
(() => {
  const SMALLEST = 4; // picture pixels
  const TAP = 6; // screen pixels: a shorter way is a tap and draws nothing
  const ZOOMS = [1, 1.5, 2, 3, 4, 6];
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  class Redactor {
    constructor(root) {
      this.root = root;
      this.size = { width: Number(root.dataset.width), height: Number(root.dataset.height) };
      this.field = document.getElementById(root.dataset.field) ?? root.closest("form").querySelector("textarea[name=rectangles]");
      this.view = root.querySelector("[data-view]");
      this.stage = root.querySelector("[data-stage]");
      this.status = root.querySelector("[data-status]");
      this.boxes = this.read();
      this.past = [];
      this.chosen = null;
      this.zoom = 1;
      this.fingers = new Map();
      this.listen();
      for (const part of root.querySelectorAll("[data-tools]")) part.hidden = false;
      root.classList.add("is-ready");
      this.fit();
      this.draw();
    }

    // ---- the field ----

    read() {
      try {
        return JSON.parse(this.field.value || "[]").map((box) => this.within(box));
      } catch {
        return [];
      }
    }

    within({ x, y, width, height }) {
      const wide = clamp(Math.round(width), SMALLEST, this.size.width);
      const high = clamp(Math.round(height), SMALLEST, this.size.height);
      return {
        x: clamp(Math.round(x), 0, this.size.width - wide),
        y: clamp(Math.round(y), 0, this.size.height - high),
        width: wide,
        height: high,
      };
    }

    // ---- changes ----

    remember() {
      this.past.push(JSON.stringify(this.boxes));
      if (this.past.length > 100) this.past.shift();
    }

    change(edit) {
      this.remember();
      edit();
      this.draw();
    }

    undo() {
      if (!this.past.length) return;
      this.boxes = JSON.parse(this.past.pop());
      this.chosen = null;
      this.draw();
    }

    add(box) {
      this.change(() => {
        this.boxes.push(this.within(box));
        this.chosen = this.boxes.length - 1;
      });
    }

    addInTheMiddle() {
      const [x, y] = this.toPicture(...this.middle());
      const side = Math.min(this.size.width, this.size.height) / (4 * this.zoom);
      this.add({ x: x - side / 2, y: y - side / 2, width: side, height: side });
      this.nodes()[this.chosen].focus();
    }

    remove() {
      if (this.chosen === null) return;
      this.change(() => {
        this.boxes.splice(this.chosen, 1);
        this.chosen = null;
      });
      this.view.focus({ preventScroll: true });
    }

    // ---- drawing ----

    nodes() {
      return [...this.stage.querySelectorAll(".redactor-box:not(.is-new)")];
    }

    draw() {
      const nodes = this.nodes();
      while (nodes.length > this.boxes.length) nodes.pop().remove();
      while (nodes.length < this.boxes.length) nodes.push(this.stage.appendChild(this.node()));
      this.boxes.forEach((box, index) => {
        this.place(nodes[index], box);
        nodes[index].classList.toggle("is-chosen", index === this.chosen);
        nodes[index].setAttribute("aria-label", this.say("box", { number: index + 1, count: this.boxes.length, ...box }));
        nodes[index].setAttribute("aria-pressed", String(index === this.chosen));
      });
      this.field.value = JSON.stringify(this.boxes);
      const count = this.boxes.length;
      this.status.textContent = this.say(count === 0 ? "none" : count === 1 ? "one" : "many", { count });
      this.button("undo").disabled = this.past.length === 0;
      this.button("remove").disabled = this.chosen === null;
      this.button("out").disabled = this.zoom === ZOOMS[0];
      this.button("in").disabled = this.zoom === ZOOMS.at(-1);
    }

    node() {
      const node = Object.assign(document.createElement("button"), { type: "button", className: "redactor-box" });
      for (const corner of ["nw", "ne", "sw", "se"]) {
        const handle = Object.assign(document.createElement("span"), { className: "redactor-corner" });
        handle.dataset.corner = corner;
        node.append(handle);
      }
      return node;
    }

    place(node, { x, y, width, height }) {
      node.style.left = `${(100 * x) / this.size.width}%`;
      node.style.top = `${(100 * y) / this.size.height}%`;
      node.style.width = `${(100 * width) / this.size.width}%`;
      node.style.height = `${(100 * height) / this.size.height}%`;
    }

    say(name, values) {
      return this.root.getAttribute(`data-label-${name}`).replace(/\{(\w+)\}/g, (_all, key) => values[key]);
    }

    button(name) {
      return this.root.querySelector(`[data-do=${name}]`);
    }

    choose(index) {
      if (index === this.chosen) return;
      this.chosen = index;
      this.draw();
    }

    // ---- zoom ----

    fit() {
      const ratio = this.size.width / this.size.height;
      this.base = Math.min(this.root.clientWidth, Math.max(280, innerHeight * 0.62) * ratio, this.size.width * 2);
      this.view.style.height = `${this.base / ratio}px`;
      this.stage.style.width = `${this.base * this.zoom}px`;
    }

    middle() {
      const frame = this.view.getBoundingClientRect();
      return [frame.left + frame.width / 2, frame.top + frame.height / 2];
    }

    // The point of the picture under (x, y) stays under it.
    zoomTo(zoom, x, y) {
      const before = this.stage.getBoundingClientRect();
      const [across, down] = [(x - before.left) / before.width, (y - before.top) / before.height];
      this.zoom = clamp(zoom, ZOOMS[0], ZOOMS.at(-1));
      this.stage.style.width = `${this.base * this.zoom}px`;
      const after = this.stage.getBoundingClientRect();
      this.view.scrollBy(after.left + across * after.width - x, after.top + down * after.height - y);
      this.button("out").disabled = this.zoom === ZOOMS[0];
      this.button("in").disabled = this.zoom === ZOOMS.at(-1);
    }

    zoomStep(direction) {
      const steps = direction > 0 ? ZOOMS : [...ZOOMS].reverse();
      const next = steps.find((zoom) => (zoom - this.zoom) * direction > 0.01);
      if (next) this.zoomTo(next, ...this.middle());
    }

    toPicture(x, y) {
      const frame = this.stage.getBoundingClientRect();
      return [
        clamp(((x - frame.left) / frame.width) * this.size.width, 0, this.size.width),
        clamp(((y - frame.top) / frame.height) * this.size.height, 0, this.size.height),
      ];
    }

    // ---- fingers and mouse ----

    listen() {
      this.view.tabIndex = 0;
      this.view.addEventListener("pointerdown", (event) => this.down(event));
      this.view.addEventListener("pointermove", (event) => this.move(event));
      for (const name of ["pointerup", "pointercancel"]) this.view.addEventListener(name, (event) => this.up(event));
      this.view.addEventListener("dragstart", (event) => event.preventDefault());
      this.view.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
      this.root.addEventListener("keydown", (event) => this.key(event));
      this.root.addEventListener("focusin", (event) => {
        const index = this.nodes().indexOf(event.target);
        if (index >= 0 && !this.task) this.choose(index);
      });
      this.root.addEventListener("click", (event) => this.press(event.target.closest("[data-do]")));
      new ResizeObserver(() => this.fit()).observe(this.root);
    }

    press(button) {
      const actions = {
        undo: () => this.undo(),
        remove: () => this.remove(),
        in: () => this.zoomStep(1),
        out: () => this.zoomStep(-1),
        draw: () => this.setPanning(false),
        pan: () => this.setPanning(true),
      };
      actions[button?.dataset.do]?.();
    }

    setPanning(on) {
      this.root.classList.toggle("is-panning", on);
      this.button("draw").setAttribute("aria-pressed", String(!on));
      this.button("pan").setAttribute("aria-pressed", String(on));
    }

    down(event) {
      if (event.button !== 0) return;
      this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
      this.view.setPointerCapture(event.pointerId);
      if (this.fingers.size === 2) return this.pinch();
      if (this.fingers.size > 2) return;
      const node = event.target.closest(".redactor-box");
      const start = this.toPicture(event.clientX, event.clientY);
      const from = [event.clientX, event.clientY];
      if (this.root.classList.contains("is-panning")) {
        if (node) this.choose(this.nodes().indexOf(node));
        this.task = { kind: "pan", scroll: [this.view.scrollLeft, this.view.scrollTop], from };
      } else if (node) {
        const index = this.nodes().indexOf(node);
        this.task = { kind: "edit", index, start, from, corner: event.target.dataset.corner, before: { ...this.boxes[index] }, moved: false };
        this.choose(index);
      } else {
        this.task = { kind: "new", start, from };
      }
    }

    move(event) {
      if (!this.fingers.has(event.pointerId)) return;
      this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
      const { task } = this;
      if (!task) return;
      const [right, down] = task.from ? [event.clientX - task.from[0], event.clientY - task.from[1]] : [0, 0];
      if (task.kind === "pinch") return this.spread();
      if (task.kind === "pan") return this.view.scrollTo(task.scroll[0] - right, task.scroll[1] - down);
      if (!task.moved && Math.hypot(right, down) < TAP) return;
      const point = this.toPicture(event.clientX, event.clientY);
      if (task.kind === "new") return this.stretch(task, point);
      if (!task.moved) this.remember();
      task.moved = true;
      this.boxes[task.index] = task.corner ? this.pulled(task, point) : this.shifted(task, point);
      this.draw();
    }

    up(event) {
      this.fingers.delete(event.pointerId);
      const { task } = this;
      if (task?.kind === "pinch" && this.fingers.size > 0) return;
      this.task = null;
      if (task?.kind !== "new") return;
      task.node?.remove();
      if (task.box && event.type === "pointerup") this.add(task.box);
      else this.choose(null);
    }

    stretch(task, [x, y]) {
      task.moved = true;
      task.node ??= this.stage.appendChild(Object.assign(document.createElement("div"), { className: "redactor-box is-new" }));
      task.box = {
        x: Math.min(x, task.start[0]),
        y: Math.min(y, task.start[1]),
        width: Math.abs(x - task.start[0]),
        height: Math.abs(y - task.start[1]),
      };
      this.place(task.node, task.box);
    }

    shifted({ before, start }, [x, y]) {
      return this.within({ ...before, x: before.x + x - start[0], y: before.y + y - start[1] });
    }

    pulled({ before, start, corner }, [x, y]) {
      let [left, top, right, bottom] = [before.x, before.y, before.x + before.width, before.y + before.height];
      if (corner.includes("w")) left = clamp(left + x - start[0], 0, right - SMALLEST);
      if (corner.includes("e")) right = clamp(right + x - start[0], left + SMALLEST, this.size.width);
      if (corner.includes("n")) top = clamp(top + y - start[1], 0, bottom - SMALLEST);
      if (corner.includes("s")) bottom = clamp(bottom + y - start[1], top + SMALLEST, this.size.height);
      return this.within({ x: left, y: top, width: right - left, height: bottom - top });
    }

    // Two fingers: whatever one finger had begun is taken back.
    pinch() {
      const { task } = this;
      task?.node?.remove();
      if (task?.kind === "edit" && task.moved) this.undo();
      this.task = { kind: "pinch", zoom: this.zoom, ...this.span() };
    }

    span() {
      const [[x, y], [u, v]] = [...this.fingers.values()];
      return { gap: Math.hypot(u - x, v - y), centre: [(x + u) / 2, (y + v) / 2] };
    }

    spread() {
      const { task } = this;
      const now = this.span();
      this.view.scrollBy(task.centre[0] - now.centre[0], task.centre[1] - now.centre[1]);
      task.centre = now.centre;
      this.zoomTo((task.zoom * now.gap) / task.gap, ...now.centre);
    }

    wheel(event) {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.zoomTo(this.zoom * Math.exp(-event.deltaY / 200), event.clientX, event.clientY);
    }

    // ---- keyboard ----

    key(event) {
      if (event.target.closest("summary, textarea")) return;
      const command = event.ctrlKey || event.metaKey;
      const step = ARROWS[event.key];
      if (command && event.key === "z") this.undo();
      else if (command || event.altKey) return;
      else if (event.key === "n" || event.key === "N") this.addInTheMiddle();
      else if (event.key === "+") this.zoomStep(1);
      else if (event.key === "-") this.zoomStep(-1);
      else if (this.chosen === null || !event.target.closest("[data-view]")) return;
      else if (event.key === "Escape") this.choose(null);
      else if (event.key === "Delete" || event.key === "Backspace") this.remove();
      else if (step) this.nudge(step, event.shiftKey);
      else return;
      event.preventDefault();
    }

    nudge([right, down], resize) {
      const way = Math.max(1, Math.round(this.size.width / (200 * this.zoom)));
      const box = this.boxes[this.chosen];
      const edit = resize
        ? { ...box, width: Math.min(box.width + right * way, this.size.width - box.x), height: Math.min(box.height + down * way, this.size.height - box.y) }
        : { ...box, x: box.x + right * way, y: box.y + down * way };
      this.change(() => { this.boxes[this.chosen] = this.within(edit); });
    }
  }

  for (const root of document.querySelectorAll("[data-redactor]")) new Redactor(root);
})();
