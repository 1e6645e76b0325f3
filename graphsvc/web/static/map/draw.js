// Draws a graph on a canvas. Ties are gathered into few paths, points outside the window are skipped, and names are
// written best connected first wherever they have room, so that ten thousand points stay usable without WebGL.

const DASHES = { solid: [], dashed: [7, 5], dotted: [2, 4] };
const WEIGHTS = [1, 2, 4, 8];
const FONT = '"Segoe UI", "Source Sans 3", "Helvetica Neue", Arial, sans-serif';
const MOST_NAMES = 140;
const FIRST_NAMES = 14;
const SMALL = 600;

export function colours(element) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(name).trim();
  return { paper: read("--paper"), ink: read("--ink"), tie: read("--line-strong"), accent: read("--accent"), ground: read("--ground") };
}

export function draw(context, graph, camera, state, theme) {
  const { width, height } = state;
  context.setTransform(state.ratio, 0, 0, state.ratio, 0, 0);
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, height);
  drawRegions(context, graph, camera, theme);
  drawTies(context, graph, camera, state, theme);
  const visible = graph.nodes.filter((node) => inside(camera.toScreen(node), width, height));
  const sized = visible.map((node) => ({ node, at: camera.toScreen(node), radius: radiusOf(node, camera, graph.nodes.length) }));
  for (const point of sized) drawPoint(context, point, state, theme);
  drawNames(context, sized, state, theme, regionNames(context, graph, camera, theme));
}

// Points stay large enough to tell their marks apart; in a large map, small enough to see past them.
export function radiusOf(node, camera, count) {
  const least = count <= SMALL ? 0.36 : 0.18;
  return Math.max(2.2, node.size * Math.min(1.15, Math.max(camera.scale, least)));
}

function inside(at, width, height, margin = 30) {
  return at.x > -margin && at.y > -margin && at.x < width + margin && at.y < height + margin;
}

function drawRegions(context, graph, camera, theme) {
  for (const region of graph.regions) {
    const at = camera.toScreen(region);
    context.beginPath();
    context.arc(at.x, at.y, region.radius * camera.scale, 0, 2 * Math.PI);
    context.fillStyle = theme.ground;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = theme.tie;
    context.stroke();
  }
}

// Names of groups come first: names of points find their room beside them.
function regionNames(context, graph, camera, theme) {
  context.textAlign = "center";
  context.font = `600 13.5px ${FONT}`;
  context.fillStyle = theme.ink;
  return graph.regions.map((region) => {
    const at = camera.toScreen(region);
    const y = at.y - region.radius * camera.scale - 6;
    const name = `${region.label} (${region.count})`;
    const half = context.measureText(name).width / 2;
    context.fillText(name, at.x, y);
    return [at.x - half, y - 13, at.x + half, y + 4];
  });
}

function drawTies(context, graph, camera, state, theme) {
  const lit = state.selected;
  const paths = new Map();
  for (const edge of graph.edges) {
    const a = camera.toScreen(edge.source);
    const b = camera.toScreen(edge.target);
    if (Math.max(a.x, b.x) < 0 || Math.max(a.y, b.y) < 0 || Math.min(a.x, b.x) > state.width || Math.min(a.y, b.y) > state.height) continue;
    const near = lit !== null && (edge.source === lit || edge.target === lit);
    const thick = WEIGHTS.findLastIndex((bound) => edge.weight >= bound);
    const key = `${near ? "near" : "far"} ${edge.dash} ${thick}`;
    if (!paths.has(key)) paths.set(key, new Path2D());
    const path = paths.get(key);
    path.moveTo(a.x, a.y);
    path.lineTo(b.x, b.y);
  }
  const crowded = graph.edges.length > 4000 || graph.regions.length ? 0.25 : 0.4;
  for (const [key, path] of [...paths].sort()) {
    const [near, dash, thick] = key.split(" ");
    context.setLineDash(DASHES[dash]);
    context.lineWidth = near === "near" ? 2.5 : 0.8 + Number(thick) * 0.8;
    context.strokeStyle = near === "near" ? theme.accent : theme.tie;
    context.globalAlpha = near === "near" ? 1 : lit === null ? crowded : 0.15;
    context.stroke(path);
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

function drawPoint(context, { node, at, radius }, state, theme) {
  context.globalAlpha = state.selected === null || state.lit.has(node) ? 1 : 0.25;
  context.beginPath();
  if (node.shape === "circle") context.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  else context.rect(at.x - radius, at.y - radius, 2 * radius, 2 * radius);
  context.fillStyle = node.fill;
  context.fill();
  context.lineWidth = node === state.selected ? 4 : 1;
  context.strokeStyle = node === state.selected ? theme.accent : theme.ink;
  context.stroke();
  if (node.code && radius >= 7) {
    context.fillStyle = node.ink;
    context.font = `${Math.round(radius)}px ${FONT}`;
    context.textAlign = "center";
    context.fillText(node.code, at.x, at.y + radius * 0.36);
  }
  context.globalAlpha = 1;
}

function drawNames(context, points, state, theme, boxes) {
  const ranked = points.filter((point) => state.selected === null || state.lit.has(point.node)).sort((a, b) => rank(b, state) - rank(a, state));
  let written = 0;
  context.textAlign = "center";
  context.lineJoin = "round";
  for (const { node, at, radius } of ranked) {
    if (written >= MOST_NAMES) break;
    const first = node === state.selected || node === state.hovered;
    const name = first || node.label.length <= 34 ? node.label : `${node.label.slice(0, 33).trimEnd()}…`;
    context.font = `${node.side === "structure" ? 600 : 400} 12.5px ${FONT}`;
    const half = context.measureText(name).width / 2;
    const x = at.x < 0 || at.x > state.width ? at.x : Math.min(Math.max(at.x, half + 4), state.width - half - 4);
    const y = at.y + radius + 14;
    const box = [x - half, y - 12, x + half, y + 4];
    if (!first && written >= FIRST_NAMES && hides(box, points, node)) continue;
    if (!first && boxes.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
    boxes.push(box);
    written += 1;
    context.lineWidth = 3;
    context.strokeStyle = theme.paper;
    context.strokeText(name, x, y);
    context.fillStyle = theme.ink;
    context.fillText(name, x, y);
  }
}

// In a map of a size to look at whole, a name gives way where it would cover other points; zooming in makes room.
function hides([left, top, right, bottom], points, own) {
  if (points.length > SMALL) return false;
  return points.some(({ node, at }) => node !== own && at.x > left && at.x < right && at.y > top && at.y < bottom);
}

function rank({ node }, state) {
  const first = node === state.selected || node === state.hovered ? 1e9 : 0;
  return first + (node.side === "structure" ? 1e4 : 0) + node.degree;
}
