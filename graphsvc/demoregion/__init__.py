"""The demo region: a synthetic, seeded district whose duplicates, gaps and bridges are known.

`generate(seed, size)` makes a `Region`; `Region.write(folder)` writes it. No code is shared with the importer or with
anything that finds; no body in it is real.
"""

from graphsvc.demoregion.knobs import Knobs
from graphsvc.demoregion.region import Region, generate
from graphsvc.demoregion.truth import Truth

__all__ = ["Knobs", "Region", "Truth", "generate"]
