"""Compiled inner loops: how functions are compiled, kept on disk, and how the first use is announced.

numba takes a third of a second to import, so the modules that hold such loops are imported only inside the functions
that need them. Before the first compilation of a process (some seconds, once after an installation) one record goes to
the logger of this module; a command line shows it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar, cast

from numba import njit, types
from numba.core.caching import FunctionCache
from numba.core.event import Event, Listener, register
from numba.extending import intrinsic

log = logging.getLogger(__name__)
Function = TypeVar("Function", bound=Callable[..., Any])


class _ForgivingCache(FunctionCache):
    """Machine code on disk: what is damaged is compiled anew, what cannot be written serves this process."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            return super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
        except Exception as damage:  # whatever unpickling and linking make of a damaged file
            log.debug("%s is damaged: %r", self.cache_path, damage)
            with suppress(OSError):
                self.flush()  # type: ignore[no-untyped-call]
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        try:
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]
        except OSError as refusal:
            log.debug("%s takes nothing: %s", self.cache_path, refusal)


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile on the first call and release the interpreter lock while running; the machine code stays on disk where
    there is a folder to write to (beside the module, or the user's cache)."""
    dispatcher: Any = njit(nogil=True)(function)
    with suppress(RuntimeError):  # numba finds no folder that it may write to
        dispatcher._cache = _ForgivingCache(function)  # type: ignore[no-untyped-call]
    return cast("Callable[..., Any]", dispatcher)


def fragment(function: Function) -> Function:
    """Compile as a part of the compiled functions that call it; kept on disk with them."""
    return cast("Function", njit(nogil=True)(function))


def _count_bits(_context: Any, _value: Any) -> Any:
    def emit(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), emit


popcount = cast("Callable[[Any], int]", intrinsic(_count_bits))
"""Number of set bits of an unsigned 64-bit integer: one machine instruction; inside compiled functions only."""


class _FirstCompilation(Listener):
    announced = False

    def on_start(self, _event: Event) -> None:
        if not self.announced:
            log.info("compiling")
        self.announced = True

    def on_end(self, _event: Event) -> None:
        """Nothing to say at the end."""


register("numba:compile", _FirstCompilation())  # type: ignore[no-untyped-call]  # numba says no types here
