"""Instruments that tell waiting from computing. The rules are in README.md."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measurement:
    kind: str  # "cpu", "io" or "mixed"
    wall_s: float
    cpu_s: float
    runnable_s: float
    blocked_s: float
    result: Any


@dataclass(frozen=True, slots=True)
class Hotspot:
    func: str
    line: int
    calls: int
    primitive_calls: int
    self_s: float
    cum_s: float


def measure(fn: Callable[..., Any], *args: Any, **kw: Any) -> Measurement:
    # A first attempt: one clock, and a guess. Rules 1 to 9.
    started = time.time()
    result = fn(*args, **kw)
    wall = time.time() - started
    return Measurement("cpu", wall, wall, 0.0, 0.0, result)


def hotspots(
    fn: Callable[..., Any],
    *args: Any,
    top: int = 5,
    sort: str = "self",  # or "cumulative"
    clock: str = "wall",  # or "cpu"
    **kw: Any,
) -> list[Hotspot]:
    return []  # Rules 10 to 15.


class WallSampler:
    """Use: `with WallSampler() as sampler: ...`, then `sampler.seconds()`. Rules 16 to 20."""

    def __init__(self, interval: float = 0.005) -> None:
        self.interval = interval

    def __enter__(self) -> WallSampler:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def seconds(self) -> dict[str, tuple[float, float]]:
        return {}
