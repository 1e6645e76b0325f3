"""What clients of the reconciliation API send, of version 0.2 and of the draft of 1.0. Values are left as they are:
clients send names as numbers, and entities as objects."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from graphsvc.model.refusals import refused

Request = TypeVar("Request")


class Given(BaseModel):
    """A value that the wanted record has."""

    pid: Any = None
    v: Any = None


class Query(BaseModel):
    """One query of version 0.2."""

    query: Any = ""
    properties: list[Given] = []
    type: Any = None
    limit: int | None = Field(default=None, ge=1)


class Condition(BaseModel):
    """One condition of the draft of 1.0: `propertyId`, `propertyValue` or, in older drafts, `pid`, `v`."""

    match_type: str | None = Field(default=None, alias="matchType")
    property_id: Any = Field(default=None, alias="propertyId")
    property_value: Any = Field(default=None, alias="propertyValue")
    pid: Any = None
    v: Any = None

    @property
    def about(self) -> Any:
        """The property it is about."""
        return self.pid if self.property_id is None else self.property_id

    @property
    def value(self) -> Any:
        """What the property shall be."""
        return self.v if self.property_value is None else self.property_value


class QueryV1(BaseModel):
    """One query of the draft of 1.0."""

    conditions: list[Condition] = []
    type: Any = None
    limit: int | None = Field(default=None, ge=1)


class BatchV1(BaseModel):
    """A batch of queries of the draft of 1.0."""

    queries: list[QueryV1] = Field(
        default=[], examples=[[{"conditions": [{"matchType": "name", "propertyValue": "AWO"}], "limit": 3}]]
    )


class Wanted(BaseModel):
    """A property to extend a table with."""

    id: str


class Extend(BaseModel):
    """A request for values, the same in both versions."""

    ids: list[str | int] = Field(default=[], examples=[["a-awo"]])
    properties: list[Wanted] = Field(default=[], examples=[[{"id": "city"}]])


BATCH = TypeAdapter(dict[str, Query])
EXTEND = TypeAdapter(Extend)


def parsed(shape: TypeAdapter[Request], written: str) -> Request:
    """A request out of a form field.

    Raises:
        InputRefused: it is no JSON, or not of this shape.
    """
    try:
        return shape.validate_json(written)
    except ValidationError as error:
        raise refused(error) from error
