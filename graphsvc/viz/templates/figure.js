
"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const dashes = { solid: false, dashed: [7, 5], dotted: [2, 4] };
  const heaviest = Math.max(1, ...data.edges.map((edge) => edge.weight));

  function drawPoint(node) {
    return function ({ ctx, x, y, state }) {
      const scale = network.body.view.scale;
      return {
        drawNode() {
          ctx.lineWidth = state.selected ? 4 : 1.2;
          ctx.strokeStyle = data.outline;
          ctx.fillStyle = node.fill;
          ctx.beginPath();
          if (node.shape === "circle") ctx.arc(x, y, node.size, 0, 2 * Math.PI);
          else ctx.rect(x - node.size, y - node.size, 2 * node.size, 2 * node.size);
          ctx.fill();
          ctx.stroke();
          ctx.textAlign = "center";
          if (node.code && node.size * scale > 7) {
            ctx.font = node.size + "px sans-serif";
            ctx.fillStyle = node.ink;
            ctx.fillText(node.code, x, y + node.size * 0.36);
          }
          if (state.selected || state.hover || node.size * scale > 9) {
            const font = 13 / Math.min(Math.max(scale, 0.5), 1.3);
            ctx.font = (node.shape === "circle" ? "" : "600 ") + font + "px sans-serif";
            ctx.lineWidth = 4 / scale;
            ctx.strokeStyle = "#ffffff";
            ctx.strokeText(node.label, x, y + node.size + font);
            ctx.fillStyle = "#16202b";
            ctx.fillText(node.label, x, y + node.size + font);
          }
        },
        nodeDimensions: { width: 2 * node.size, height: 2 * node.size },
      };
    };
  }

  const nodes = data.nodes.map((node) => ({
    id: node.id, x: node.x, y: node.y, shape: "custom", ctxRenderer: drawPoint(node),
    title: node.label + " (" + node.about + ", " + node.degree + ")",
  }));
  const edges = data.edges.map((edge) => ({
    from: edge.from, to: edge.to, dashes: dashes[edge.dash], width: 1 + 3 * (edge.weight - 1) / heaviest,
    color: { color: edge.color, opacity: 0.55, highlight: "#0b5cad" },
  }));
  const box = document.getElementById("map");
  const network = new vis.Network(box, { nodes: nodes, edges: edges }, {
    physics: false, interaction: { hover: true, hideEdgesOnDrag: edges.length > 2000 }, edges: { smooth: false },
  });
  network.on("beforeDrawing", function (ctx) {
    ctx.textAlign = "center";
    ctx.font = "600 26px sans-serif";
    data.regions.forEach((region) => {
      ctx.beginPath();
      ctx.arc(region.x, region.y, region.radius, 0, 2 * Math.PI);
      ctx.fillStyle = "#eef2f6";
      ctx.fill();
      ctx.strokeStyle = "#75818e";
      ctx.lineWidth = 1.5;
      ctx.stroke();
      ctx.fillStyle = "#16202b";
      ctx.fillText(region.label + " (" + region.count + ")", region.x, region.y - region.radius - 8);
    });
  });
  if (data.regions.length) {
    network.once("afterDrawing", () => network.moveTo({ scale: network.getScale() * 0.86 }));
  }
  box.querySelector("canvas").setAttribute("aria-hidden", "true");
  const motion = still ? false : { duration: 400 };

  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const rows = Array.from(document.querySelectorAll("#entries tbody tr"));

  function hits() {
    const wanted = search.value.trim().toLocaleLowerCase();
    return wanted ? data.nodes.filter((node) => node.label.toLocaleLowerCase().includes(wanted)) : [];
  }
  search.addEventListener("input", function () {
    const wanted = search.value.trim().toLocaleLowerCase();
    rows.forEach((row) => { row.hidden = wanted !== "" && !row.textContent.toLocaleLowerCase().includes(wanted); });
    const matching = hits();
    network.selectNodes(matching.map((node) => node.id));
    found.textContent = wanted ? data.found.replace("%", matching.length) : "";
  });
  search.addEventListener("keydown", function (event) {
    const first = hits()[0];
    if (event.key === "Enter" && first) network.focus(first.id, { scale: 1.2, animation: motion });
  });
  document.getElementById("whole").addEventListener("click", () => network.fit({ animation: motion }));
})();
