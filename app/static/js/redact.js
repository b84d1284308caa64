// The redaction editor: boxes over a picture, and the part of it that is kept, by finger, mouse or keyboard.
(() => {
  const { CROP, Plan, Stage, Findings, clamp } = window.redaction;
  const TAP = 6; // screen pixels: a shorter way is a tap and draws nothing
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const MODES = ["draw", "pan", "crop"];

  class Redactor {
    constructor(root) {
      this.root = root;
      this.form = root.closest("form");
      this.size = { width: Number(root.dataset.width), height: Number(root.dataset.height) };
      this.fields = { boxes: this.form.elements.rectangles, crop: this.form.elements.crop };
      this.plan = new Plan(this.size, this.fields);
      this.stage = new Stage(root, this.size);
      this.status = root.querySelector("[data-status]");
      this.mode = "draw";
      this.frame = 0;
      for (const part of root.querySelectorAll("[data-tools]")) part.hidden = false;
      for (const part of root.querySelectorAll("[data-fallback]")) part.hidden = true;
      root.classList.add("is-ready");
      this.listen();
      this.prepareFrames();
      this.findings = new Findings(this);
      this.findings.load();
    }

    say(name, values) {
      return this.root.getAttribute(`data-label-${name}`).replace(/\{(\w+)\}/g, (_all, key) => values[key]);
    }

    button(name) {
      return this.root.querySelector(`[data-do=${name}]`);
    }

    // ---- drawing ----

    change(edit) {
      edit(this.plan);
      this.draw();
    }

    boxNodes() {
      return [...this.stage.node.querySelectorAll(".redactor-box:not(.is-new)")];
    }

    nodeOf(part) {
      return part === CROP ? this.stage.node.querySelector(".redactor-crop") : this.boxNodes()[part];
    }

    partOf(node) {
      return node.classList.contains("redactor-crop") ? CROP : this.boxNodes().indexOf(node);
    }

    draw() {
      const { plan } = this;
      const nodes = this.boxNodes();
      while (nodes.length > plan.boxes.length) nodes.pop().remove();
      while (nodes.length < plan.boxes.length) nodes.push(this.stage.node.appendChild(this.node("redactor-box")));
      const count = nodes.length;
      nodes.forEach((node, part) => this.dress(node, part, this.say("box", { number: part + 1, count, ...plan.boxes[part] })));
      if (!plan.crop) this.nodeOf(CROP)?.remove();
      else this.dress(this.nodeOf(CROP) ?? this.stage.node.appendChild(this.node("redactor-crop")), CROP, this.say("crop", plan.crop));
      plan.write();
      this.findings?.follow(plan, this.frame);
      this.tell();
    }

    dress(node, part, label) {
      const isChosen = this.plan.chosen === part;
      this.stage.place(node, this.plan.get(part));
      node.classList.toggle("is-chosen", isChosen);
      node.setAttribute("aria-label", label);
      node.setAttribute("aria-pressed", String(isChosen));
    }

    node(className) {
      const node = Object.assign(document.createElement("button"), { type: "button", className });
      for (const corner of ["nw", "ne", "sw", "se"]) {
        const handle = Object.assign(document.createElement("span"), { className: "redactor-corner" });
        handle.dataset.corner = corner;
        node.append(handle);
      }
      return node;
    }

    // What is covered, what is still open, and which tools would do something.
    tell() {
      const { plan, stage } = this;
      const count = plan.boxes.length;
      const open = this.findings?.open.length ?? 0;
      const words = [this.say(count === 0 ? "none" : count === 1 ? "one" : "many", { count })];
      if (plan.crop) words.push(this.say("kept", {}));
      if (open) words.push(this.say(open === 1 ? "open-one" : "open-many", { count: open }));
      if (this.status.textContent !== words.join(" ")) this.status.textContent = words.join(" ");
      this.button("undo").disabled = plan.past.length === 0;
      this.button("remove").disabled = plan.chosen === null;
      this.button("out").disabled = stage.isSmallest;
      this.button("in").disabled = stage.isLargest;
      this.button("whole").hidden = !plan.crop;
    }

    choose(part) {
      if (part === this.plan.chosen) return;
      this.plan.chosen = part;
      this.draw();
    }

    focus() {
      this.nodeOf(this.plan.chosen)?.focus({ preventScroll: true });
    }

    // ---- tools ----

    listen() {
      const { view } = this.stage;
      view.tabIndex = 0;
      view.addEventListener("pointerdown", (event) => this.down(event));
      view.addEventListener("pointermove", (event) => this.move(event));
      for (const name of ["pointerup", "pointercancel"]) view.addEventListener(name, (event) => this.up(event));
      this.root.addEventListener("keydown", (event) => this.key(event));
      this.root.addEventListener("focusin", ({ target }) => {
        if (!this.task && target.matches(".redactor-box, .redactor-crop")) this.choose(this.partOf(target));
      });
      this.root.addEventListener("click", (event) => this.press(event.target.closest("[data-do]")?.dataset.do));
      this.root.addEventListener("redactor:zoom", () => this.tell());
    }

    press(name) {
      const actions = {
        undo: () => this.change((plan) => plan.undo()),
        remove: () => this.remove(),
        in: () => this.stage.zoomStep(1),
        out: () => this.stage.zoomStep(-1),
        before: () => this.setBefore(!this.root.classList.contains("is-before")),
        whole: () => this.change((plan) => plan.remove(CROP)),
      };
      if (MODES.includes(name)) this.setMode(name);
      else actions[name]?.();
    }

    setMode(mode) {
      this.mode = mode;
      this.root.classList.toggle("is-panning", mode === "pan");
      this.root.classList.toggle("is-cropping", mode === "crop");
      for (const each of MODES) this.button(each).setAttribute("aria-pressed", String(each === mode));
      this.choose(mode === "crop" && this.plan.crop ? CROP : null);
      this.setBefore(false);
    }

    setBefore(on) {
      this.root.classList.toggle("is-before", on);
      this.button("before").setAttribute("aria-pressed", String(on));
    }

    add() {
      this.setBefore(false);
      if (this.mode !== "crop") this.change((plan) => plan.cover(this.stage.square(0.25)));
      else if (this.plan.crop) this.choose(CROP);
      else this.change((plan) => plan.keep(this.stage.square(0.8)));
      this.focus();
    }

    remove() {
      if (this.plan.chosen === null) return;
      this.change((plan) => plan.remove(plan.chosen));
      this.stage.view.focus({ preventScroll: true });
    }

    // ---- frames of a stack ----

    prepareFrames() {
      const field = this.form.elements.frame;
      if (!field) return;
      this.slider = field;
      Object.assign(field, { type: "range", className: "form-range" });
      field.addEventListener("input", () => this.show(field.value - 1));
      this.root.addEventListener("click", (event) => {
        const step = Number(event.target.closest("[data-step]")?.dataset.step);
        if (step) this.show(this.frame + step);
      });
      this.frame = field.value - 1;
      this.show(this.frame);
    }

    show(frame) {
      if (!this.slider) return;
      this.frame = clamp(frame, 0, this.slider.max - 1);
      this.slider.value = this.frame + 1;
      const words = this.say("frame", { number: this.frame + 1, count: this.slider.max });
      this.root.querySelector("[data-frame-label]").textContent = words;
      this.slider.setAttribute("aria-valuetext", words);
      clearTimeout(this.soon);
      this.soon = setTimeout(() => {
        const [picture, address] = [this.stage.node.querySelector("img"), this.root.dataset.frames.replace("FRAME", this.frame)];
        if (picture.getAttribute("src") !== address) picture.src = address;
      }, 80);
      if (this.findings) this.draw();
    }

    // ---- fingers and mouse ----

    down(event) {
      if (event.button !== 0) return;
      const { stage } = this;
      stage.fingers.set(event.pointerId, [event.clientX, event.clientY]);
      stage.view.setPointerCapture(event.pointerId);
      if (stage.fingers.size === 2) this.pinch();
      if (stage.fingers.size > 1) return;
      this.setBefore(false);
      this.task = this.begin(event);
    }

    begin({ target, clientX, clientY }) {
      const [from, start] = [[clientX, clientY], this.stage.point(clientX, clientY)];
      const { view } = this.stage;
      if (this.mode === "pan") return { kind: "pan", scroll: [view.scrollLeft, view.scrollTop], from };
      const proposal = target.closest("[data-proposal]");
      if (proposal) return { kind: "take", id: proposal.dataset.proposal, from, start };
      const node = target.closest(".redactor-box, .redactor-crop");
      if (!node) return { kind: "new", from, start };
      return this.edit(this.partOf(node), { from, start, corner: target.dataset.corner });
    }

    edit(part, task) {
      this.choose(part);
      return { kind: "edit", part, before: { ...this.plan.get(part) }, moved: false, ...task };
    }

    move(event) {
      if (!this.stage.fingers.has(event.pointerId)) return;
      this.stage.fingers.set(event.pointerId, [event.clientX, event.clientY]);
      const { task } = this;
      if (!task) return;
      if (task.kind === "pinch") return this.stage.spread(task);
      const [right, down] = [event.clientX - task.from[0], event.clientY - task.from[1]];
      if (task.kind === "pan") return this.stage.view.scrollTo(task.scroll[0] - right, task.scroll[1] - down);
      if (!task.moved && Math.hypot(right, down) < TAP) return;
      if (task.kind === "take") this.take(task);
      this.drag(this.task, this.stage.point(event.clientX, event.clientY));
    }

    // A proposal that is moved is a box from now on.
    take({ id, from, start }) {
      this.change((plan) => plan.cover(this.findings.of(id).box));
      this.task = { ...this.edit(this.plan.chosen, { from, start }), moved: true };
    }

    drag(task, [x, y]) {
      if (task.kind === "new") return this.stretch(task, [x, y]);
      if (!task.moved) this.plan.remember();
      task.moved = true;
      const [right, down] = [x - task.start[0], y - task.start[1]];
      const { part, before, corner } = task;
      const box = corner ? this.plan.pulled(part, before, corner, right, down) : { ...before, x: before.x + right, y: before.y + down };
      this.change((plan) => plan.put(part, box));
    }

    stretch(task, [x, y]) {
      task.moved = true;
      task.node ??= this.stage.node.appendChild(Object.assign(document.createElement("div"), { className: "redactor-box is-new" }));
      task.box = {
        x: Math.min(x, task.start[0]),
        y: Math.min(y, task.start[1]),
        width: Math.abs(x - task.start[0]),
        height: Math.abs(y - task.start[1]),
      };
      this.stage.place(task.node, task.box);
    }

    up(event) {
      this.stage.fingers.delete(event.pointerId);
      const { task } = this;
      if (task?.kind === "pinch" && this.stage.fingers.size > 0) return;
      this.task = null;
      const isDone = event.type === "pointerup";
      if (task?.kind === "take" && isDone) this.findings.cover(task.id);
      if (task?.kind !== "new") return;
      task.node?.remove();
      if (!task.box || !isDone) this.choose(null);
      else this.change((plan) => (this.mode === "crop" ? plan.keep(task.box) : plan.cover(task.box)));
    }

    // Two fingers: whatever one finger had begun is taken back.
    pinch() {
      const { task } = this;
      task?.node?.remove();
      if (task?.kind === "edit" && task.moved) this.change((plan) => plan.undo());
      this.task = this.stage.pinch();
    }

    // ---- keyboard ----

    key(event) {
      if (event.target.closest("summary, textarea, select, input")) return;
      const command = event.ctrlKey || event.metaKey;
      const step = ARROWS[event.key];
      const letters = { n: () => this.add(), c: () => this.setMode(this.mode === "crop" ? "draw" : "crop"), b: () => this.press("before") };
      const tools = { ...letters, "+": () => this.stage.zoomStep(1), "-": () => this.stage.zoomStep(-1) };
      const tool = tools[event.key.toLowerCase()];
      if (command && event.key === "z") this.press("undo");
      else if (command || event.altKey) return;
      else if (tool) tool();
      else if (this.plan.chosen === null || !event.target.closest("[data-view]")) return;
      else if (event.key === "Escape") this.choose(null);
      else if (event.key === "Delete" || event.key === "Backspace") this.remove();
      else if (step) this.nudge(step, event.shiftKey);
      else return;
      event.preventDefault();
    }

    nudge([right, down], resize) {
      const { plan, size } = this;
      const way = Math.max(1, Math.round(size.width / (200 * this.stage.zoom)));
      const box = plan.get(plan.chosen);
      const [across, along] = [right * way, down * way];
      plan.remember();
      plan.put(plan.chosen, resize ? plan.pulled(plan.chosen, box, "se", across, along) : { ...box, x: box.x + across, y: box.y + along });
      this.draw();
    }
  }

  for (const root of document.querySelectorAll("[data-redactor]")) new Redactor(root);
})();
