// The signature pad, and printing. Without script a typed name signs, and the browser's menu prints.
(() => {
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

  const form = document.querySelector("[data-signing]");
  if (!form) return;
  const canvas = form.querySelector("[data-pad] canvas");
  const sent = form.querySelector("input[name=strokes]");
  const status = form.querySelector("[data-pad-status]");
  const paper = canvas.getContext("2d");
  const [WIDTH, HEIGHT] = [600, 200]; // the pad's own units, as the server knows them
  const MOST_POINTS = 5000;
  let strokes = [];
  let pen = null;

  function read() {
    try {
      return JSON.parse(sent.value || "[]");
    } catch {
      return [];
    }
  }

  // Drawn in as many dots as the screen has, so that the line is sharp.
  function draw() {
    const scale = (canvas.clientWidth / WIDTH) * devicePixelRatio;
    if (!scale) return;
    canvas.width = WIDTH * scale;
    canvas.height = HEIGHT * scale;
    paper.scale(scale, scale);
    Object.assign(paper, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#10242a" });
    for (const stroke of strokes) {
      paper.beginPath();
      paper.moveTo(...stroke[0]);
      for (const point of stroke) paper.lineTo(...point);
      paper.stroke();
    }
  }

  function keep() {
    sent.value = strokes.length ? JSON.stringify(strokes) : "";
    status.textContent = strokes.length ? status.dataset.signed : status.dataset.empty;
    draw();
  }

  function point(event) {
    const frame = canvas.getBoundingClientRect();
    const x = Math.round(((event.clientX - frame.left) / frame.width) * WIDTH);
    const y = Math.round(((event.clientY - frame.top) / frame.height) * HEIGHT);
    return [Math.min(WIDTH, Math.max(0, x)), Math.min(HEIGHT, Math.max(0, y))];
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (pen !== null || event.button !== 0) return;
    pen = event.pointerId;
    canvas.setPointerCapture(pen);
    strokes.push([point(event)]);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pen) return;
    const stroke = strokes.at(-1);
    for (const part of event.getCoalescedEvents?.() ?? [event]) {
      const [x, y] = point(part);
      const [a, b] = stroke.at(-1);
      if ((x !== a || y !== b) && strokes.flat().length < MOST_POINTS) stroke.push([x, y]);
    }
    draw();
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, (event) => {
      if (event.pointerId !== pen) return;
      pen = null;
      keep();
    });
  }
  form.querySelector("[data-pad-clear]").addEventListener("click", () => {
    strokes = [];
    keep();
  });

  strokes = read();
  new ResizeObserver(draw).observe(canvas);
  keep();
})();
