"""A view as one interactive HTML file that needs nothing but a browser: no network, no second file.

pyvis holds the data and hands it to a template; the template is ours. pyvis' own one links to a CDN in every mode and
does not escape. The vis-network script that pyvis bundles is written into the file, and a content policy with the
hashes of exactly these scripts and styles forbids everything else.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from graphsvc.language import text
from graphsvc.viz.style import OUTLINE, TIE, ink
from graphsvc.viz.view import GraphView, ViewEdge, ViewNode

VIS_NETWORK = "templates/lib/vis-9.1.2/vis-network.min.js"
"""The library inside the pyvis package (MIT or Apache-2.0)."""


def render_html(view: GraphView) -> str:
    """The file as text; the same view gives the same bytes."""
    network = Network(directed=False)
    network.nodes.extend(_point(node) for node in view.nodes)
    network.edges.extend(_tie(edge) for edge in view.edges)
    network.templateEnv = _environment(view)
    network.path = "figure.html"
    page: str = network.generate_html()
    return page


def _environment(view: GraphView) -> Environment:
    """What the template needs beside the points and ties that pyvis passes on."""
    environment = Environment(
        loader=PackageLoader("graphsvc.viz"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    library, script, style = _bundled(VIS_NETWORK), _own("figure.js"), _own("figure.css")
    environment.globals.update(
        view=view,
        names={node.id: node.label for node in view.nodes},
        regions=[asdict(region) for region in view.regions],
        t=lambda key, **values: text(f"viz.{key}", view.lang, **values),
        ink=ink,
        outline=OUTLINE,
        embed=_inert_json,
        library=Markup(library),
        script=Markup(script),
        style=Markup(style),
        policy=_policy(scripts=[library, script], styles=[style]),
    )
    return environment


def _point(node: ViewNode) -> dict[str, Any]:
    mark = node.mark
    return {
        "id": node.id,
        "label": node.label,
        "x": node.x,
        "y": node.y,
        "size": node.size,
        "shape": mark.shape,
        "fill": mark.fill,
        "ink": ink(mark.fill),
        "code": mark.code,
        "about": node.kind,
        "degree": node.degree,
    }


def _tie(edge: ViewEdge) -> dict[str, Any]:
    return {"from": edge.source, "to": edge.target, "weight": edge.weight, "dash": edge.dash, "color": TIE}


def _inert_json(value: object) -> Markup:
    """Data for a script block that nothing can break out of."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _policy(*, scripts: list[str], styles: list[str]) -> str:
    sources = {"script-src": scripts, "style-src": styles}
    hashed = [f"{name} {' '.join(_hash(content) for content in contents)}" for name, contents in sources.items()]
    return "; ".join(["default-src 'none'", *hashed, "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


@cache
def _bundled(path: str) -> str:
    """A script of the pyvis package, without the comment that asks the browser for a source map."""
    source = resources.files("pyvis").joinpath(path).read_text(encoding="utf-8")
    lines = [line for line in source.split("\n") if not line.startswith("//# sourceMappingURL")]
    return "\n".join(lines).replace("</script", "<\\/script")


@cache
def _own(name: str) -> str:
    return resources.files("graphsvc.viz").joinpath("templates", name).read_text(encoding="utf-8")
