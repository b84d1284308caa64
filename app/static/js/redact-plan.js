// What is done to a picture: covered boxes and the one part that is kept, in the picture's own pixels, step by step.
// It is kept in two text fields, which are also the editor where scripts don't run.
(() => {
  const CROP = "crop"; // names the part that is kept; a number names a box
  const LEAST = { box: 4, crop: 16 }; // picture pixels
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const area = ({ width, height }) => width * height;
  const pick = ({ x, y, width, height }) => ({ x, y, width, height });

  function shared(one, other) {
    const [x, y] = [Math.max(one.x, other.x), Math.max(one.y, other.y)];
    const width = Math.min(one.x + one.width, other.x + other.width) - x;
    const height = Math.min(one.y + one.height, other.y + other.height) - y;
    return width > 0 && height > 0 ? { x, y, width, height } : null;
  }

  // Up to four boxes that make up what the hole leaves of a box.
  function outside(box, hole) {
    const cut = shared(box, hole);
    if (!cut) return [box];
    const [right, bottom] = [box.x + box.width, box.y + box.height];
    return [
      { ...box, height: cut.y - box.y },
      { ...box, y: cut.y + cut.height, height: bottom - cut.y - cut.height },
      { x: box.x, y: cut.y, width: cut.x - box.x, height: cut.height },
      { x: cut.x + cut.width, y: cut.y, width: right - cut.x - cut.width, height: cut.height },
    ].filter((part) => part.width > 0 && part.height > 0);
  }

  function read(field) {
    try {
      return JSON.parse(field.value || "null");
    } catch {
      return null;
    }
  }

  class Plan {
    constructor(size, fields) {
      this.size = size;
      this.fields = fields;
      const [boxes, crop] = [read(fields.boxes), read(fields.crop)];
      this.boxes = Array.isArray(boxes) ? boxes.map((box) => this.within(box)) : [];
      this.crop = crop && this.within(crop, LEAST.crop);
      this.past = [];
      this.chosen = null;
    }

    get(part) {
      return part === CROP ? this.crop : this.boxes[part];
    }

    put(part, box) {
      if (part === CROP) this.crop = this.within(box, LEAST.crop);
      else this.boxes[part] = this.within(box);
    }

    within({ x, y, width, height }, least = LEAST.box) {
      const wide = clamp(Math.round(width), Math.min(least, this.size.width), this.size.width);
      const high = clamp(Math.round(height), Math.min(least, this.size.height), this.size.height);
      return {
        x: clamp(Math.round(x), 0, this.size.width - wide),
        y: clamp(Math.round(y), 0, this.size.height - high),
        width: wide,
        height: high,
      };
    }

    // ---- steps ----

    remember() {
      this.past.push(JSON.stringify([this.boxes, this.crop]));
      if (this.past.length > 100) this.past.shift();
    }

    undo() {
      if (!this.past.length) return;
      [this.boxes, this.crop] = JSON.parse(this.past.pop());
      this.chosen = null;
    }

    cover(...boxes) {
      this.remember();
      this.boxes.push(...boxes.map((box) => this.within(box)));
      this.chosen = this.boxes.length - 1;
    }

    uncover(box) {
      const same = JSON.stringify(this.within(box));
      const left = this.boxes.filter((each) => JSON.stringify(pick(each)) !== same);
      if (left.length === this.boxes.length) return;
      this.remember();
      [this.boxes, this.chosen] = [left, null];
    }

    keep(box) {
      this.remember();
      this.put(CROP, box);
      this.chosen = CROP;
    }

    remove(part) {
      this.remember();
      if (part === CROP) this.crop = null;
      else this.boxes.splice(part, 1);
      this.chosen = null;
    }

    // A box pulled at one of its corners by a way in picture pixels.
    pulled(part, before, corner, right, down) {
      const least = part === CROP ? LEAST.crop : LEAST.box;
      let [x, y, end, low] = [before.x, before.y, before.x + before.width, before.y + before.height];
      if (corner.includes("w")) x = clamp(x + right, 0, end - least);
      if (corner.includes("e")) end = clamp(end + right, x + least, this.size.width);
      if (corner.includes("n")) y = clamp(y + down, 0, low - least);
      if (corner.includes("s")) low = clamp(low + down, y + least, this.size.height);
      return { x, y, width: end - x, height: low - y };
    }

    // Whether this share of a box can't be seen: painted over, or cut off.
    hides(box, share) {
      let seen = this.crop ? [shared(box, this.crop)].filter(Boolean) : [pick(box)];
      for (const cover of this.boxes) seen = seen.flatMap((part) => outside(part, cover));
      return seen.reduce((sum, part) => sum + area(part), 0) <= (1 - share) * area(box) + 0.001;
    }

    write() {
      this.fields.boxes.value = JSON.stringify(this.boxes);
      this.fields.crop.value = this.crop ? JSON.stringify(this.crop) : "";
    }
  }

  window.redaction = { CROP, Plan, clamp };
})();
