// What the detectors propose: dashed boxes in the picture, each with a row in the list that holds its answer.
(() => {
  class Findings {
    constructor(editor) {
      this.editor = editor;
      this.nodes = new Map();
      document.addEventListener("htmx:afterSettle", () => this.load());
      document.addEventListener("change", (event) => this.answered(event.target));
      document.addEventListener("click", (event) => this.coverAll(event));
      for (const name of ["focusin", "pointerover"]) {
        document.addEventListener(name, (event) => this.point(event.target.closest?.("[data-finding]"), name === "focusin"));
      }
    }

    // Rows come while we work: the detectors need some seconds.
    load() {
      const rows = [...document.querySelectorAll("[data-finding]")];
      this.all = rows.map((row) => {
        const { finding, number, kind, frame, left } = row.dataset;
        const [x, y, width, height] = row.dataset.box.split(" ").map(Number);
        const share = left === undefined ? 0.8 : 1; // what was seen after covering needs all of it covered
        return { id: finding, number, kind, frame: Number(frame), box: { x, y, width, height }, share, row, select: row.querySelector("select") };
      });
      for (const each of this.all) if (!this.nodes.has(each.id)) this.nodes.set(each.id, this.node(each));
      this.editor.draw();
    }

    node({ id, number, kind, box }) {
      const node = Object.assign(document.createElement("button"), { type: "button", className: "redactor-proposal" });
      node.dataset.proposal = id;
      node.append(Object.assign(document.createElement("span"), { textContent: number }));
      node.setAttribute("aria-label", this.editor.say("proposal", { number, kind }));
      node.addEventListener("click", (event) => { if (event.detail === 0) this.cover(id); });
      this.editor.stage.place(node, box);
      node.classList.toggle("is-at-top", box.y < this.editor.size.height / 12); // no room above for its number
      return this.editor.stage.node.appendChild(node);
    }

    of(id) {
      return this.all.find((each) => each.id === id);
    }

    cover(id) {
      this.editor.change((plan) => plan.cover(this.of(id).box));
      this.editor.focus();
    }

    get open() {
      return this.all.filter(({ select }) => select.value === "");
    }

    // The answer follows what is covered; a reason stays until it's taken back.
    follow(plan, frame) {
      for (const { id, box, share, select, frame: at } of this.all) {
        const isHidden = plan.hides(box, share);
        if (isHidden && select.value === "") select.value = "cover";
        if (!isHidden && select.value === "cover") select.value = "";
        this.nodes.get(id).hidden = select.value !== "" || at !== frame;
      }
      for (const button of document.querySelectorAll("[data-cover-all]")) button.disabled = this.open.length === 0;
    }

    answered(select) {
      const found = this.all.find((each) => each.select === select);
      if (!found) return;
      const { box, share } = found;
      if (select.value !== "cover") this.editor.change((plan) => plan.uncover(box));
      else this.editor.change((plan) => { if (!plan.hides(box, share)) plan.cover(box); });
    }

    coverAll(event) {
      if (!event.target.closest?.("[data-cover-all]")) return;
      event.preventDefault();
      const boxes = this.open.map(({ box }) => box);
      if (boxes.length) this.editor.change((plan) => plan.cover(...boxes));
    }

    point(row, turnTo) {
      for (const [id, node] of this.nodes) node.classList.toggle("is-meant", id === row?.dataset.finding);
      if (row && turnTo) this.editor.show(this.of(row.dataset.finding).frame);
    }
  }

  window.redaction.Findings = Findings;
})();
