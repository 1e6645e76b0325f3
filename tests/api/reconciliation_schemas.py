"""What the schemas of the reconciliation API demand, versions 0.2 and 1.0-draft, written down anew as JSON Schema.

Facts of https://reconciliation-api.github.io/specs/0.2/schemas/ and .../1.0-draft/schemas/ (manifest,
reconciliation-result-batch, data-extension-response, suggest-*-response): required members, their types and patterns.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}


def thing(required: str, **members: Schema) -> Schema:
    return {"type": "object", "properties": members, "required": required.split()}


def listed(items: Schema) -> Schema:
    return {"type": "array", "items": items}


TYPE = {"oneOf": [thing("id", id=TEXT, name=TEXT), TEXT]}
FEATURE = thing("id value", id=TEXT, name=TEXT, value={"oneOf": [FLAG, {"type": "number"}]})
CANDIDATE = thing(
    "id name",
    id=TEXT,
    name=TEXT,
    description=TEXT,
    score={"type": "number"},
    match=FLAG,
    type=listed(TYPE),
    features=listed(FEATURE),
)
SERVICE = thing("", service_url=TEXT, service_path=TEXT)
MANIFEST = thing(
    "versions name identifierSpace schemaSpace",
    versions={**listed(TEXT), "contains": {"enum": ["0.2"]}},
    name=TEXT,
    identifierSpace=TEXT,
    schemaSpace=TEXT,
    documentation=TEXT,
    serviceVersion=TEXT,
    view=thing("url", url={"type": "string", "pattern": r"\{\{id\}\}"}),
    defaultTypes={**listed(thing("id name", id=TEXT, name=TEXT)), "uniqueItems": True},
    suggest=thing("", entity=SERVICE, property=SERVICE, type=SERVICE),
    preview=thing(
        "url width height",
        url={"type": "string", "pattern": r"\{\{id\}\}"},
        width={"type": "integer"},
        height={"type": "integer"},
    ),
    extend=thing("", propose_properties=SERVICE, property_settings={"type": "array"}),
    batchSize={"type": "integer"},
)
MANIFEST_V1 = thing(
    "versions name view",
    versions={**listed(TEXT), "contains": {"enum": ["1.0-draft"]}},
    name=TEXT,
    view=thing("url", url={"type": "string", "pattern": r"\{.*id.*\}"}),
    suggest=thing("entity property type", entity=FLAG, property=FLAG, type=FLAG),
    preview=thing("width height", width={"type": "integer"}, height={"type": "integer"}),
    extend=thing("", proposeProperties=FLAG, propertySettings={"type": "array"}),
    standardizedScore=FLAG,
)
RESULTS = {
    "type": "object",
    "additionalProperties": thing("result", result=listed({**CANDIDATE, "required": ["id", "name", "score"]})),
}
RESULTS_V1 = thing(
    "results",
    results=listed(
        thing(
            "candidates",
            candidates=listed(
                {
                    **CANDIDATE,
                    "properties": CANDIDATE["properties"]
                    | {"features": listed({**FEATURE, "required": ["id", "name", "value"]})},
                }
            ),
        )
    ),
)
VALUE = {
    "oneOf": [
        {"type": "object", "additionalProperties": False},
        {**thing("id name", id=TEXT, name=TEXT, description=TEXT), "additionalProperties": False},
        {**thing("str", str=TEXT), "additionalProperties": False},
        {**thing("float", float={"type": "number"}), "additionalProperties": False},
        {**thing("int", int={"type": "integer"}), "additionalProperties": False},
        {**thing("date", date=TEXT), "additionalProperties": False},
    ]
}
META = listed(thing("id name", id=TEXT, name=TEXT))
EXTENDED = thing(
    "rows meta",
    meta=META,
    rows={"type": "object", "additionalProperties": {"type": "object", "additionalProperties": listed(VALUE)}},
)
EXTENDED_V1 = thing(
    "rows meta",
    meta=META,
    rows=listed(thing("id properties", id=TEXT, properties=listed(thing("id values", id=TEXT, values=listed(VALUE))))),
)
SUGGESTED = thing("result", result=listed(thing("id name", id=TEXT, name=TEXT, description=TEXT, notable=listed(TYPE))))
