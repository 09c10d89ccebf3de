"""Numbers out of samples. Pure functions over plain values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


def quantile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least this share of all samples does not exceed."""
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(samples: Sequence[float]) -> float:
    """The middle sample, or the mean of the two in the middle."""
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    half, odd = divmod(len(ordered), 2)
    return ordered[half] if odd else (ordered[half - 1] + ordered[half]) / 2


@dataclass(frozen=True)
class Slice:
    """What all clients of one site did in one stretch of one round."""

    clients: int
    seconds: float
    samples_ms: tuple[float, ...]

    @property
    def rate(self) -> float:
        return len(self.samples_ms) / self.seconds


@dataclass(frozen=True)
class Summary:
    """One site's rounds taken together."""

    median_ms: float
    p95_ms: float
    rps_1: float
    rps_16: float
    rps_16_low: float
    rps_16_high: float


def summarise(slices: Sequence[Slice]) -> Summary:
    """Median and p95 come from every sample of the single client: there a reply waits for nobody
    else. A rate is the median of the rounds' rates, so one disturbed round does not move it."""
    alone = [part for part in slices if part.clients == 1]
    crowd = [part for part in slices if part.clients == 16]
    every = [sample for part in alone for sample in part.samples_ms]
    rates = [part.rate for part in crowd]
    return Summary(
        median_ms=median(every),
        p95_ms=quantile(every, 0.95),
        rps_1=median([part.rate for part in alone]),
        rps_16=median(rates),
        rps_16_low=min(rates),
        rps_16_high=max(rates),
    )
