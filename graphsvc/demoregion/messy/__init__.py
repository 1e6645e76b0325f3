"""The seven files in which offices would hand over the demo region, and what is wrong with each cell of them.

They carry the first district of a region. Nothing here knows the importer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graphsvc.demoregion.messy import actor_list, committees, grants, minutes, partners, school_agreements, town
from graphsvc.demoregion.messy.content import Content
from graphsvc.demoregion.messy.ledger import Defect, Ledger
from graphsvc.demoregion.messy.spelling import Pen
from graphsvc.demoregion.places import districts
from graphsvc.demoregion.words import dice
from graphsvc.model.entities import Dataset

__all__ = ["Defect", "Ledger", "messy_files"]

Writer = Callable[[Content, Ledger, Pen], bytes]

FILES: Mapping[str, Writer] = {
    actor_list.FILE: actor_list.write,
    committees.FILE: committees.write,
    partners.FILE: partners.write,
    school_agreements.FILE: school_agreements.write,
    grants.FILE: grants.write,
    town.FILE: town.write,
    minutes.FILE: minutes.write,
}
"""File name -> what writes it."""


def messy_files(dataset: Dataset, seed: int) -> tuple[dict[str, bytes], Ledger]:
    """The files by name, and the defects in them."""
    content, ledger = Content(dataset, districts(seed, 1)[0]), Ledger()
    files = {name: write(content, ledger, Pen(dice(seed, "messy", name))) for name, write in FILES.items()}
    return files, ledger
