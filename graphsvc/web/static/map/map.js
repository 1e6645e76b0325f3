// The map page: loads the picture of the current filters, and lets one look around, pick, and move points.
import { Camera } from "./camera.js";
import { colours, draw, radiusOf } from "./draw.js";

const box = document.querySelector("#map-canvas");
const canvas = box.querySelector("canvas");
const context = canvas.getContext("2d", { alpha: false });
const hover = box.querySelector(".hover");
const loading = box.querySelector(".loading");
const panel = document.querySelector("#map-panel");
const undoButton = document.querySelector("#undo-view");
const camera = new Camera();
const undoable = [];
const moved = new Map(Object.entries(JSON.parse(box.dataset.moved || "{}")));
let graph = { nodes: [], edges: [], regions: [] };
const state = { width: 0, height: 0, ratio: 1, selected: null, hovered: null, lit: new Set() };
let drawn = false;
const LARGE = 4000;
const picture = { image: document.createElement("canvas"), scale: 1, x: 0, y: 0 };
let resting = 0;

function redraw() {
  if (drawn) return;
  drawn = true;
  requestAnimationFrame(() => {
    drawn = false;
    draw(context, graph, camera, state, colours(box));
    if (graph.edges.length > LARGE) keepPicture();
  });
}

// While one looks around in a large map, the last full picture is shifted and scaled; it is drawn anew at rest.
function keepPicture() {
  picture.image.width = canvas.width;
  picture.image.height = canvas.height;
  picture.image.getContext("2d").drawImage(canvas, 0, 0);
  Object.assign(picture, { scale: camera.scale, x: camera.x, y: camera.y });
}

function look() {
  if (graph.edges.length <= LARGE) {
    redraw();
    return;
  }
  const factor = camera.scale / picture.scale;
  context.setTransform(state.ratio, 0, 0, state.ratio, 0, 0);
  context.fillStyle = colours(box).paper;
  context.fillRect(0, 0, state.width, state.height);
  context.drawImage(
    picture.image, camera.x - picture.x * factor, camera.y - picture.y * factor, state.width * factor, state.height * factor,
  );
  clearTimeout(resting);
  resting = setTimeout(redraw, 180);
}

function resize() {
  state.width = box.clientWidth;
  state.height = box.clientHeight;
  state.ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(state.width * state.ratio);
  canvas.height = Math.round(state.height * state.ratio);
  redraw();
}

function linked(data) {
  const nodes = data.nodes.map((node) => {
    const place = moved.get(node.id);
    return place ? { ...node, x: place[0], y: place[1] } : node;
  });
  const edges = data.edges.map(([source, target, dash, weight]) => ({ source: nodes[source], target: nodes[target], dash, weight }));
  const near = new Map(nodes.map((node) => [node, new Set()]));
  for (const edge of edges) {
    near.get(edge.source).add(edge.target);
    near.get(edge.target).add(edge.source);
  }
  return { nodes, edges, near, regions: data.regions, byId: new Map(nodes.map((node) => [node.id, node])) };
}

function fit() {
  const rims = graph.regions.flatMap(({ x, y, radius }) => [{ x: x - radius, y: y - radius }, { x: x + radius, y: y + radius }]);
  camera.fit([...graph.nodes, ...rims], state.width, state.height);
}

async function load(keepView) {
  const address = document.querySelector("#map-result").dataset.map;
  loading.hidden = false;
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    graph = linked(await answer.json());
    loading.hidden = true;
  } catch {
    loading.textContent = box.dataset.failed;
    return;
  }
  select(graph.byId.get(box.dataset.selected) ?? null, false);
  const layout = graph.regions.map((region) => region.label).join();
  if (!keepView || layout !== box.dataset.layout) fit();
  box.dataset.layout = layout;
  redraw();
  box.dataset.ready = String(graph.nodes.length);
}

function select(node, open = true) {
  state.selected = node;
  state.lit = node ? new Set([node, ...graph.near.get(node)]) : new Set();
  box.dataset.selected = node ? node.id : "";
  if (node && open) window.htmx.ajax("GET", `${box.dataset.entry}?id=${encodeURIComponent(node.id)}`, { target: panel, swap: "innerHTML" });
  redraw();
}

function under(event) {
  const frame = canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
  let best = null;
  let nearest = Infinity;
  for (const node of graph.nodes) {
    const at = camera.toScreen(node);
    const distance = Math.hypot(at.x - x, at.y - y);
    if (distance < Math.max(radiusOf(node, camera, graph.nodes.length) + 3, 12) && distance < nearest) [best, nearest] = [node, distance];
  }
  return { node: best, x, y };
}

function remember(undo) {
  undoable.push(undo);
  undoButton.disabled = false;
}

let held = null;
canvas.addEventListener("pointerdown", (event) => {
  const { node, x, y } = under(event);
  held = { node, x, y, far: false, from: node ? [node.x, node.y] : null };
  canvas.setPointerCapture(event.pointerId);
});
canvas.addEventListener("pointermove", (event) => {
  const { node, x, y } = under(event);
  if (!held) {
    point(node);
    return;
  }
  const moving = held.node === null;
  held.far ||= Math.hypot(x - held.x, y - held.y) > 4;
  if (held.far && held.node) Object.assign(held.node, camera.toMap(x, y));
  else if (held.far) camera.pan(event.movementX, event.movementY);
  if (held.far && moving) look();
  else if (held.far) redraw();
});
canvas.addEventListener("pointerup", () => {
  if (held?.far && held.node) keepMoved(held.node, held.from);
  else if (held && !held.far) select(held.node);
  held = null;
});

function keepMoved(node, [x, y]) {
  const before = moved.get(node.id);
  const write = (place) => {
    if (place) moved.set(node.id, place);
    else moved.delete(node.id);
    const field = document.querySelector("#view-positions");
    if (field) field.value = JSON.stringify(Object.fromEntries(moved));
  };
  write([Math.round(node.x * 10) / 10, Math.round(node.y * 10) / 10]);
  remember(() => {
    Object.assign(graph.byId.get(node.id) ?? node, { x, y });
    write(before);
  });
}

function point(node) {
  if (node === state.hovered) return;
  state.hovered = node;
  canvas.style.cursor = node ? "pointer" : "grab";
  hover.hidden = !node;
  if (node) hover.textContent = `${node.label} – ${node.kind}, ${node.degree}`;
  if (graph.edges.length <= LARGE) redraw();
}

canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const frame = canvas.getBoundingClientRect();
  camera.zoom(Math.exp(-event.deltaY * 0.0015), event.clientX - frame.left, event.clientY - frame.top);
  look();
}, { passive: false });

const MOVES = {
  ArrowLeft: () => camera.pan(60, 0),
  ArrowRight: () => camera.pan(-60, 0),
  ArrowUp: () => camera.pan(0, 60),
  ArrowDown: () => camera.pan(0, -60),
  "+": () => camera.zoom(1.3, state.width / 2, state.height / 2),
  "-": () => camera.zoom(1 / 1.3, state.width / 2, state.height / 2),
  0: fit,
};
box.addEventListener("keydown", (event) => {
  if (event.target !== box || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") select(null);
  else if (MOVES[event.key]) MOVES[event.key]();
  else return;
  event.preventDefault();
  redraw();
});
box.querySelector(".tools").addEventListener("click", (event) => {
  const move = event.target.closest("button")?.dataset.key;
  if (move) MOVES[move]();
  redraw();
});

// A name in the panel or in the table shows its point; in the panel it also opens that entry.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show]");
  const node = button && graph.byId.get(button.dataset.show);
  if (!node) return;
  camera.centre(node, state.width, state.height);
  select(node);
});

undoButton.addEventListener("click", () => {
  undoable.pop()?.();
  undoButton.disabled = undoable.length === 0;
  redraw();
});

const slider = document.querySelector("#at-slider");
const day = document.querySelector("#at");
slider?.addEventListener("input", () => {
  const month = Number(slider.value);
  const last = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0));
  day.value = last.toISOString().slice(0, 10);
});
slider?.addEventListener("change", (event) => {
  event.stopPropagation();
  day.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("htmx:pushedIntoHistory", (event) => {
  const before = box.dataset.address;
  box.dataset.address = event.detail.path;
  if (before && !box.dataset.undoing) remember(() => { window.location.assign(before); });
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "map-result" || event.detail.elt.id === "map-result") load(true);
});
new ResizeObserver(resize).observe(box);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
resize();
load(false);
