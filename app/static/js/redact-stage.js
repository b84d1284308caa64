// The picture that is worked on: where things lie on the screen, zoom, and two fingers.
(() => {
  const { clamp } = window.redaction;
  const ZOOMS = [1, 1.5, 2, 3, 4, 6];

  class Stage {
    constructor(root, size) {
      this.root = root;
      this.size = size;
      this.view = root.querySelector("[data-view]");
      this.node = root.querySelector("[data-stage]");
      this.zoom = 1;
      this.fingers = new Map();
      this.view.addEventListener("dragstart", (event) => event.preventDefault());
      this.view.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
      new ResizeObserver(() => this.fit()).observe(root);
      this.fit();
    }

    fit() {
      const ratio = this.size.width / this.size.height;
      this.base = Math.min(this.root.clientWidth, Math.max(280, innerHeight * 0.62) * ratio, this.size.width * 2);
      this.view.style.height = `${this.base / ratio}px`;
      this.node.style.width = `${this.base * this.zoom}px`;
    }

    place(node, { x, y, width, height }) {
      node.style.left = `${(100 * x) / this.size.width}%`;
      node.style.top = `${(100 * y) / this.size.height}%`;
      node.style.width = `${(100 * width) / this.size.width}%`;
      node.style.height = `${(100 * height) / this.size.height}%`;
    }

    // A point of the screen in picture pixels.
    point(x, y) {
      const frame = this.node.getBoundingClientRect();
      return [
        clamp(((x - frame.left) / frame.width) * this.size.width, 0, this.size.width),
        clamp(((y - frame.top) / frame.height) * this.size.height, 0, this.size.height),
      ];
    }

    middle() {
      const frame = this.view.getBoundingClientRect();
      return [frame.left + frame.width / 2, frame.top + frame.height / 2];
    }

    // A square in the middle of what is seen.
    square(share) {
      const [x, y] = this.point(...this.middle());
      const side = (Math.min(this.size.width, this.size.height) * share) / this.zoom;
      return { x: x - side / 2, y: y - side / 2, width: side, height: side };
    }

    // ---- zoom ----

    get isSmallest() {
      return this.zoom === ZOOMS[0];
    }

    get isLargest() {
      return this.zoom === ZOOMS.at(-1);
    }

    // The point of the picture under (x, y) stays under it.
    zoomTo(zoom, x, y) {
      const before = this.node.getBoundingClientRect();
      const [across, down] = [(x - before.left) / before.width, (y - before.top) / before.height];
      this.zoom = clamp(zoom, ZOOMS[0], ZOOMS.at(-1));
      this.node.style.width = `${this.base * this.zoom}px`;
      const after = this.node.getBoundingClientRect();
      this.view.scrollBy(after.left + across * after.width - x, after.top + down * after.height - y);
      this.root.dispatchEvent(new Event("redactor:zoom"));
    }

    zoomStep(direction) {
      const steps = direction > 0 ? ZOOMS : [...ZOOMS].reverse();
      const next = steps.find((zoom) => (zoom - this.zoom) * direction > 0.01);
      if (next) this.zoomTo(next, ...this.middle());
    }

    wheel(event) {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.zoomTo(this.zoom * Math.exp(-event.deltaY / 200), event.clientX, event.clientY);
    }

    // ---- two fingers ----

    span() {
      const [[x, y], [u, v]] = [...this.fingers.values()];
      return { gap: Math.hypot(u - x, v - y), centre: [(x + u) / 2, (y + v) / 2] };
    }

    pinch() {
      return { kind: "pinch", zoom: this.zoom, ...this.span() };
    }

    spread(task) {
      const now = this.span();
      this.view.scrollBy(task.centre[0] - now.centre[0], task.centre[1] - now.centre[1]);
      task.centre = now.centre;
      this.zoomTo((task.zoom * now.gap) / task.gap, ...now.centre);
    }
  }

  window.redaction.Stage = Stage;
})();
