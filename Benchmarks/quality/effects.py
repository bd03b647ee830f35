"""Measures the event scores on recorded series of real cities. Prints; asserts nothing.

Windows without event must look like nothing, people added to them must be found, and real events must stand out; all
of it beside the same weekday last week and, where it is installed, beside CausalImpact.

usage: effects.py CASES DATA WORK
"""
import pathlib
import sys

import numpy

from cities import City
from made_up import Recorded, added, beside, events, placebos, score
from rivals import Causal, CausalImpact, Guess, last_week

CASES, DATA, WORK = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
NAMES = ["melbourne", "leeds", "ghent", "nyc_taxi"]
UPLIFTS = [0, 0.25, 0.5]
REACH = 1.70548
# The method's protocol, so many times over, since one draw moves its rows by a twentieth.
DRAWS = 8
# CausalImpact takes one window in so many.
CAUSAL_SHARE = 40
BARS = {
    "SD of z": (0.93, 1.07), "abs(z) > 1.96": (0.04, 0.06), "90 % interval": (0.88, 0.92),
    "median error, pp": {0: 5.6, 0.25: 7.0, 0.5: 8.4}, "RMSE, trimmed, pp": {0: 12.1, 0.25: 15.1, 0.5: 18.2},
    "power": {0.25: 0.56, 0.5: 0.84}, "AUC": (0.93, 1), "mean change of z": (0, 0.05), "correlation of z": (0.95, 1),
    "ms a score": (0, 2),
}


def main():
    chance = numpy.random.default_rng(13)
    cities = [Recorded(City(name, DATA)) for name in NAMES]
    for recorded in cities:
        recorded.city.write(folder(recorded))
    measured = [Measured(recorded, chance) for recorded in cities]
    tell_placebos(measured)
    tell_events([measure_events(recorded, chance) for recorded in cities[:2]])
    tell_invariance(measured, chance)
    tell_cost(measured)


def folder(recorded, label=""):
    return WORK / f"{recorded.city.name}-effects{label}"


def scored(recorded, cases, counts=None, label=""):
    return [Guess(found.theta, found.z, found.theta - REACH * found.sigma, found.theta + REACH * found.sigma)
            for found in found_by_product(recorded, cases, counts, label)]


def found_by_product(recorded, cases, counts=None, label=""):
    return score(CASES, folder(recorded, label), recorded.city.clock.key, cases, counts)


class Measured:
    """The placebo windows of a city under each uplift: what the product and the others make of them."""

    def __init__(self, recorded, chance):
        self.recorded = recorded
        self.cases = [case for _ in range(DRAWS) for case in placebos(recorded, chance)]
        people = [recorded.people(case) for case in self.cases]
        self.found = found_by_product(recorded, self.cases)
        self.chosen = range(0, len(self.cases), CAUSAL_SHARE)
        self.causal = Causal() if CausalImpact else None
        self.ours, self.week, self.others = {}, {}, {}
        for uplift in UPLIFTS:
            counts = [added(rows, uplift, chance) if uplift else rows for rows in people]
            self.ours[uplift] = scored(recorded, self.cases, counts if uplift else None)
            self.week[uplift] = [last_week(recorded, *pair) for pair in zip(self.cases, counts)]
            if self.causal:
                self.others[uplift] = [self.causal.guess(recorded, self.cases[place], counts[place])
                                       for place in self.chosen]


def tell_placebos(measured):
    whole = [both(city.ours, city.week) for city in measured]
    cases = sum(len(ours[0]) for ours, _ in whole)
    lost = sum(len(city.cases) for city in measured) - cases
    print(f"\nEvent scores on {cases} windows without event, each by itself, of four cities; {lost} more have no score, "
          "or no last week.")
    table([pooled(whole, 0), pooled(whole, 1)], ["product", "last week"])
    if not measured[0].causal:
        print("  CausalImpact was not asked for; CAUSAL_IMPACT=1 does.")
        return
    part = []
    for city in measured:
        ours, week = ({u: [guesses[u][place] for place in city.chosen] for u in UPLIFTS}
                      for guesses in (city.ours, city.week))
        part.append(both(ours, week, city.others))
    cases = sum(len(columns[0][0]) for columns in part)
    print(f"The same on {cases} of them, chosen without looking, beside CausalImpact.")
    table([pooled(part, place) for place in range(3)], ["product", "last week", "CausalImpact"])


def both(*columns):
    """Those windows only of which each method says something under each uplift."""
    places = [place for place in range(len(columns[0][0]))
              if not any(numpy.isnan(column[u][place].theta) for column in columns for u in UPLIFTS)]
    return [{u: numpy.array([column[u][place] for place in places]).reshape(-1, 4) for u in UPLIFTS}
            for column in columns]


def pooled(cities, place):
    return {u: numpy.concatenate([columns[place][u] for columns in cities]) for u in UPLIFTS}


def table(columns, names):
    print(f"  {'':28}{''.join(f'{name:>14}' for name in names)}   bar")
    none = [guesses[0] for guesses in columns]
    row("SD of z", [rows[:, 1].std() for rows in none])
    row("abs(z) > 1.96", [numpy.mean(numpy.abs(rows[:, 1]) > 1.96) for rows in none])
    for uplift in UPLIFTS:
        title = f", {100 * uplift:+.0f} %" if uplift else ", no uplift"
        rows = [guesses[uplift] for guesses in columns]
        errors = [100 * (numpy.exp(guess[:, 0]) - 1 - uplift) for guess in rows]
        row("median error, pp", [numpy.median(numpy.abs(error)) for error in errors], title, uplift)
        row("RMSE, trimmed, pp", [trimmed(error) for error in errors], title, uplift)
        row("bias (median), pp", [numpy.median(error) for error in errors], title)
        row("90 % interval", [covered(guess, uplift) for guess in rows], title)
        if uplift:
            row("power", [numpy.mean(numpy.abs(guess[:, 1]) > 1.96) for guess in rows], title, uplift)


def trimmed(errors):
    """Root of the mean square without the largest one in a hundred."""
    kept = numpy.sort(numpy.abs(errors))[:len(errors) - len(errors) // 100]
    return numpy.sqrt(numpy.mean(kept ** 2))


def covered(guesses, uplift):
    true = numpy.log(1 + uplift)
    return numpy.mean((guesses[:, 2] <= true) & (true <= guesses[:, 3]))


def row(what, values, title="", uplift=None):
    bar = BARS.get(what)
    if isinstance(bar, dict):
        number = bar[uplift]
        bar = (number, numpy.inf) if what == "power" else (0, number)
    text = "".join(f"{value:14.3f}" for value in values)
    print(f"  {what + title:28}{text}   {verdict(values[0], bar) if bar else ''}")


def verdict(value, bar):
    low, high = bar
    words = f">= {low:g}" if high in (1, numpy.inf) else f"<= {high:g}" if low == 0 else f"{low:g} to {high:g}"
    return f"{words} {'reached' if low <= value <= high else 'NOT REACHED'}"


def measure_events(recorded, chance):
    """For each listed event its scores and those of 20 days without: rows of (is event, ours, last week, causal)."""
    listed = list(events(recorded.city))
    days = [beside(recorded, event, chance) for event in listed]
    ours = iter(scored(recorded, listed + [case for cases in days for case in cases]))
    heads = [next(ours) for _ in listed]
    causal, rows, without = Causal(), [], []
    for event, head, cases in zip(listed, heads, days):
        known = [(case, guess) for case, guess in [(case, next(ours)) for case in cases] if not numpy.isnan(guess.z)]
        if numpy.isnan(head.z) or len(known) < 20:
            without.append(f"{event.city} {event.day}")
            continue
        for is_event, (case, guess) in [(True, (event, head))] + [(False, pair) for pair in known[:20]]:
            people = recorded.people(case)
            other = causal.guess(recorded, case, people).z if CausalImpact else numpy.nan
            rows.append((is_event, guess.z, last_week(recorded, case, people).z, other))
    return rows, without


def tell_events(measured):
    rows = numpy.array([row for rows, _ in measured for row in rows], float)
    without = [name for _, names in measured for name in names]
    columns = rows[:, 1:] if CausalImpact else rows[:, 1:3]
    rows = rows[~numpy.isnan(columns).any(axis=1)]
    count = int(rows[:, 0].sum())
    print(f"Listed events of melbourne and leeds, {count}, beside {len(rows) - count} days without; no score, or fewer "
          f"than 20 such days, for {len(without)}{': ' if without else ''}{', '.join(without)}.")
    names = ["product", "last week", "CausalImpact"][:columns.shape[1]]
    print(f"  {'':28}{''.join(f'{name:>14}' for name in names)}   bar")
    row("AUC", [area(rows[:, 0] == 1, rows[:, 1 + place]) for place in range(len(names))])


def area(is_event, z):
    """How often an event has the larger score of an event and a day without."""
    pairs = z[is_event][:, None] - z[~is_event][None, :]
    return numpy.mean(pairs > 0) + numpy.mean(pairs == 0) / 2


def tell_invariance(measured, chance):
    """The same windows in cities that see fewer people, through the whole product."""
    less, thin = [], []
    for city in measured:
        rows = city.recorded.city.rows
        parts = [(sensor, time, count * 0.3) for sensor, time, count in rows]
        seen = [(sensor, time, chance.binomial(int(count), 0.3)) for sensor, time, count in rows]
        before = [guess.z for guess in city.ours[0]]
        for label, changed, pairs in (("-less", parts, less), ("-thin", seen, thin)):
            city.recorded.city.write(folder(city.recorded, label), rows=changed)
            after = scored(city.recorded, city.cases, label=label)
            pairs += [(one, other.z) for one, other in zip(before, after) if not numpy.isnan(one + other.z)]
    print("The same windows in the same cities counted otherwise.")
    less, thin = numpy.array(less), numpy.array(thin)
    row("mean change of z", [numpy.abs(less[:, 0] - less[:, 1]).mean()], f" x 0.3 ({len(less)})")
    row("correlation of z", [numpy.corrcoef(thin.T)[0, 1]], f" thin 0.3 ({len(thin)})")


def tell_cost(measured):
    city = measured[0]
    known = [found for found in city.found if not numpy.isnan(found.z)]
    each = numpy.mean([found.microseconds for found in known]) / 1000
    controls = numpy.mean([found.controls for found in known])
    print(f"Cost on one core, {city.recorded.city.name}, {controls:.0f} controls on average, with shape and reach where "
          "an effect is shown.")
    row("ms a score", [each], f" ({len(known)})")
    if city.causal and city.causal.runs:
        print(f"  CausalImpact: {1000 * city.causal.seconds / city.causal.runs:.1f} ms")


main()
