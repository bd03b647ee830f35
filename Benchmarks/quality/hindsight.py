"""What would have been expected by someone who knows the days after, too: the judge of the levels.

The method of the product (a level times a weekly profile) written a second time, run forwards and backwards in time; the
hindsight is the geometric mean of both. It shares no code with the product.
"""
import math
from datetime import timedelta
from statistics import NormalDist

import numpy


def hindsight(days, holidays):
    """days: {date: 24 counts, nan for missing or hidden}. Returns {date: 24 expectations, nan where unknown}."""
    order = sorted(days)
    forwards = expectations(order, days, holidays)
    backwards = expectations(order[::-1], days, holidays)
    return {day: numpy.exp((forwards[day] + backwards[day]) / 2) - 0.5 for day in order}


def expectations(order, days, holidays):
    """Logarithms of what is expected of each day from the days before it in this order."""
    mean = numpy.full((7, 24), numpy.nan)
    count = numpy.zeros((7, 24))
    variance = numpy.full((7, 24), numpy.nan)
    offset, offsets = numpy.zeros(24), numpy.zeros(24)
    level, result = 0.0, {}
    for index, day in enumerate(order):
        people, row = days[day], 6 if day in holidays else day.weekday()
        mu = mean[row] + level + (offset if day in holidays else 0)
        result[day] = mu
        present = ~numpy.isnan(people)
        seen = numpy.log(numpy.where(present, people, 0) + 0.5)
        have = present & ~numpy.isnan(mu)
        if day in holidays:
            rest = numpy.clip(seen - (mean[6] + level), -1.5, 1.5)
            offsets[have] += 1
            offset[have] += (rest[have] - offset[have]) / (offsets[have] + 2)
            continue
        if not present.any():
            continue
        rest = seen - mu
        deviation = numpy.where(numpy.isnan(variance[row]), 0.4, numpy.sqrt(variance[row]))
        if index >= 14 and have.any():
            usual = numpy.exp(mu[have])
            weight = usual / (1 + 0.02 * usual)
            bound = 2.5 * deviation[have]
            shift = (weight * numpy.clip(rest[have], -bound, bound)).sum() / weight.sum()
            level += 0.15 * min(max(shift, -0.35), 0.35)
        step = numpy.clip(seen - (mean[row] + level), -2.5 * deviation, 2.5 * deviation)
        for other in range(5) if row < 5 else range(5, 7):
            known = have & ~numpy.isnan(mean[other])
            if other != row:
                mean[other][known] += 0.125 * step[known]
        gain = numpy.maximum(0.25, 1 / (count[row] + 1))
        mean[row][have] += (gain * step)[have]
        first = present & ~have
        mean[row][first] = seen[first] - level
        count[row][present] += 1
        square = numpy.clip(rest, -4 * deviation, 4 * deviation) ** 2
        fresh = have & numpy.isnan(variance[row])
        known = have & ~fresh
        variance[row][fresh] = 0.5 * square[fresh] + 0.045
        pace = numpy.maximum(0.06, 1 / (count[row] + 1))
        variance[row][known] += (pace * (square - variance[row]))[known]
    return result


def classes(cells, ordinary):
    """For each local hour of a zone how unusual it is: (standard score, deviation class).

    cells: [(local hour, observed, expected)] in order of time. ordinary: tells whether the spread may learn from an hour.
    """
    normal = NormalDist()
    variance = {(day, hour): (0.0625, 0) for day in range(7) for hour in range(24)}
    pooled = {hour: (0.0625, 0) for hour in range(24)}
    cuts = [-0.8416, 0.8416, 1.8808]
    shown, result = None, {}
    for local, observed, expected in cells:
        ratio = math.log((observed + 5) / (expected + 5))
        slot = (local.weekday(), local.hour)
        own, times = variance[slot]
        common, commons = pooled[local.hour]
        weight = min(times, 1 / 0.06)
        spread = math.sqrt((weight * own + 6 * common) / (weight + 6))
        x = max(-4.7534, min(4.7534, score(ratio / spread, 0.74, normal)))
        raw = sum(cut <= x for cut in cuts)
        if shown is None:
            shown = raw
        elif raw > shown and (x > cuts[raw - 1] + 0.25 or raw - shown >= 2):
            shown = raw
        elif raw < shown and (x < cuts[raw] - 0.25 or shown - raw >= 2):
            shown = raw
        result[local] = (x, shown)
        if ordinary(local):
            square = max(-4 * spread, min(4 * spread, ratio)) ** 2
            variance[slot] = (own + max(0.06, 1 / (times + 1)) * (square - own), times + 1)
            pooled[local.hour] = (common + max(0.015, 1 / (commons + 4)) * (square - common), commons + 1)
    return result


def score(t, scale, normal):
    x = abs(t) / scale
    q = math.sqrt(1 + x * x / 4)
    delta = 2 / (q * (q + x / 2))
    tail = delta * delta * (6 - delta) / 32
    return math.copysign(-normal.inv_cdf(max(tail, 1e-300)), t)


def kappa(left, right, squared):
    """Weighted agreement of two lists of classes 0...3, chance taken off."""
    table = numpy.zeros((4, 4))
    for one, other in zip(left, right):
        table[one, other] += 1
    table /= table.sum()
    distance = numpy.abs(numpy.subtract.outer(numpy.arange(4), numpy.arange(4))).astype(float)
    if squared:
        distance **= 2
    chance = numpy.outer(table.sum(axis=1), table.sum(axis=0))
    return 1 - (distance * table).sum() / (distance * chance).sum()
