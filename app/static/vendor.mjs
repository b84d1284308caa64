// Copies the front end's libraries from node_modules into vendor/, with their licences and a manifest of hashes.
// Run by `npm run vendor` after `npm ci`; the result is committed, so that running Casebook needs no node.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "..", "node_modules");
const vendor = join(here, "vendor");

const SANS = "@fontsource-variable/source-sans-3";
// fpdf2 reads WOFF, not WOFF2, and no variable fonts.
const PRINT = "@fontsource/source-sans-3";
const SERIF = "@fontsource-variable/newsreader";

// [package, file in the package, file in vendor/]
const FILES = [
  ["bootstrap", "dist/css/bootstrap.min.css", "bootstrap.min.css"],
  ["bootstrap", "dist/css/bootstrap.rtl.min.css", "bootstrap.rtl.min.css"],
  ["bootstrap", "dist/js/bootstrap.bundle.min.js", "bootstrap.bundle.min.js"],
  ["bootstrap", "LICENSE", "licences/bootstrap.txt"],
  ["htmx.org", "dist/htmx.min.js", "htmx.min.js"],
  ["htmx.org", "LICENSE", "licences/htmx.txt"],
  ["openseadragon", "build/openseadragon/openseadragon.min.js", "openseadragon.min.js"],
  ["openseadragon", "LICENSE.txt", "licences/openseadragon.txt"],
  [SANS, "files/source-sans-3-latin-wght-normal.woff2", "fonts/source-sans-3-latin.woff2"],
  [SANS, "files/source-sans-3-latin-ext-wght-normal.woff2", "fonts/source-sans-3-latin-ext.woff2"],
  [SANS, "files/source-sans-3-latin-wght-italic.woff2", "fonts/source-sans-3-latin-italic.woff2"],
  [SANS, "LICENSE", "licences/source-sans-3.txt"],
  ...["latin-400", "latin-600", "latin-ext-400", "latin-ext-600"].map((part) => [PRINT, `files/source-sans-3-${part}-normal.woff`, `fonts/print/source-sans-3-${part}.woff`]),
  [SERIF, "files/newsreader-latin-wght-normal.woff2", "fonts/newsreader-latin.woff2"],
  [SERIF, "files/newsreader-latin-ext-wght-normal.woff2", "fonts/newsreader-latin-ext.woff2"],
  [SERIF, "LICENSE", "licences/newsreader.txt"],
  ["lucide-static", "LICENSE", "licences/lucide.txt"],
];

// Only the icons we use. Add a name from lucide here, run `npm run vendor`, commit the sprite.
const ICONS = `
  activity archive arrow-down arrow-left arrow-right arrow-up at-sign badge-check ban bell bell-off book-marked book-open bookmark brain building-2
  calendar-clock camera chart-no-axes-column check chevron-down chevron-left chevron-right chevron-up circle
  circle-alert circle-check circle-dot circle-help circle-plus circle-user circle-x clipboard-check code columns-2 clipboard-list
  clock contrast copy crop database dna download ellipsis external-link eye eye-off file-pen file-text flag folder
  folder-open funnel gavel globe graduation-cap grid-2x2 hand heart-pulse highlighter history hospital hourglass house id-card image
  image-plus images inbox info key-round keyboard languages layers layout-grid library lightbulb link list list-checks lock
  log-in log-out mail map-pin maximize menu message-square messages-square microscope minus monitor moon move move-up-right pencil pill plus
  pin printer qr-code quote refresh-cw repeat reply rotate-ccw rss ruler rotate-cw save scale scan-eye scan-search search send settings shield
  share-2 shield-check signature sliders-horizontal sparkles split square-dashed square-pen star stethoscope sun tag tags target
  test-tube trash-2 trending-up triangle-alert type undo-2 upload user user-check user-plus user-x users waypoints wrench x zoom-in
  zoom-out
`.trim().split(/\s+/);

function put(from, to) {
  mkdirSync(dirname(join(vendor, to)), { recursive: true });
  copyFileSync(from, join(vendor, to));
}

function facts(name) {
  const { version, license } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  return { package: name, version, licence: license };
}

function hash(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

function symbol(name) {
  const svg = readFileSync(join(modules, "lucide-static", "icons", `${name}.svg`), "utf8");
  const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
}

rmSync(vendor, { recursive: true, force: true });
const sources = new Map();
for (const [name, from, to] of FILES) {
  put(join(modules, name, from), to);
  sources.set(to, facts(name));
}
const sprite = ICONS.map(symbol).join("\n");
writeFileSync(join(vendor, "lucide.svg"), `<svg xmlns="http://www.w3.org/2000/svg">\n${sprite}\n</svg>\n`);
sources.set("lucide.svg", facts("lucide-static"));

const files = Object.fromEntries(
  [...sources].sort().map(([file, source]) => [file, { ...source, sha256: hash(join(vendor, file)) }]),
);
writeFileSync(join(vendor, "manifest.json"), `${JSON.stringify({ files }, null, 2)}\n`);

const sizes = readdirSync(vendor, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => `${String(statSync(path).size).padStart(8)}  ${relative(vendor, path)}`);
console.log(sizes.join("\n"));
