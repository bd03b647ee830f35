"""Measures the barometer on recorded series of real cities, beside naive guesses. Prints; asserts nothing.

usage: quality.py FOOTFALLD DATA WORK
"""
import csv
import pathlib
import resource
import subprocess
import sys
from datetime import date, datetime, timedelta

import numpy

from cities import City, Hours, when
from hindsight import classes, hindsight, kappa

FOOTFALLD, DATA, WORK = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
NAMES = ["melbourne", "leeds", "ghent", "nyc_taxi"]
GOALS = {
    "normal": dict(melbourne=0.121, leeds=0.175, ghent=0.167, nyc_taxi=0.077),
    "holiday": dict(melbourne=0.32, leeds=0.51, ghent=0.30),
    "ahead": dict(melbourne=0.094, leeds=0.125, ghent=0.126, nyc_taxi=0.047),
}


def main():
    cities = {name: City(name, DATA) for name in NAMES}
    own = {name: Replay(city, "own", own_zones=True) for name, city in cities.items()}
    print("Error of what is expected, as a share of the passers-by (wMAPE); 63 days after a sensor's first data on.")
    for name in NAMES:
        tell_expectation(cities[name], own[name])
    print("\nLevels against hindsight, and how often they change (7-23 h, hourly).")
    zones = {name: Replay(cities[name], "zones") for name in NAMES}
    for name in NAMES:
        tell_levels(cities[name], own[name], zones[name])
    tell_invariance(cities["melbourne"], zones["melbourne"])
    tell_exchange(cities["melbourne"], zones["melbourne"])
    tell_gain(cities["melbourne"])
    tell_cost(own["melbourne"], cities["melbourne"])


class Replay:
    """A run of the product over a city."""

    def __init__(self, city, label, own_zones=False, rows=None, **more):
        folder = WORK / f"{city.name}-{label}"
        city.write(folder, own_zones=own_zones, rows=rows, **more)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [FOOTFALLD, "replay", "--private", "--config", folder, "--observations",
             folder / "observations.csv", "--out", folder / "out"],
            check=True, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.out = folder / "out"
        self.clock = city.clock
        self.hours = Hours(self.out / "tallies.csv", city.clock)

    def readings(self):
        """{(zone, local hour): row} of hours that have an index."""
        rows = {}
        for row in csv.DictReader(open(self.out / "readings.csv")):
            if row["value"]:
                local = when(row["from"]).astimezone(self.clock).replace(tzinfo=None)
                rows.setdefault((row["zone"], local), row)
        return rows

    def hour_ahead(self):
        """{(zone, local hour): expected} as foretold when the hour began."""
        rows = {}
        for row in csv.DictReader(open(self.out / "forecasts.csv")):
            if row["made"] == row["from"] and when(row["to"]) - when(row["from"]) == timedelta(hours=1):
                local = when(row["from"]).astimezone(self.clock).replace(tzinfo=None)
                rows.setdefault((row["zone"], local),
                                (float(row["expected"]), float(row["lower"]), float(row["upper"])))
        return rows


def tell_expectation(city, replay):
    cells = replay.hours.cells
    faults = fault_days(cells)
    normal, holiday = [], []
    for (sensor, local), (count, expected) in cells.items():
        if (local.date() - city.first_day[sensor]).days < 63 or city.is_event(sensor, local):
            continue
        if local.date() in city.holidays:
            holiday.append((sensor, local))
        elif (sensor, local.date()) not in faults:
            normal.append((sensor, local))
    line(city.name, "normal hours", "normal", error(cells, normal), naive(cells, normal, city.holidays))
    if holiday and city.name in GOALS["holiday"]:
        line(city.name, "public holidays", "holiday", error(cells, holiday), naive(cells, holiday, city.holidays))
    inside = numpy.mean([replay.hours.bounds[key][0] <= cells[key][0] <= replay.hours.bounds[key][1]
                         for key in normal])
    print(f"  {city.name:10} 90 % interval    inside {inside:.3f}   goal 0.88-0.92")
    ahead = replay.hour_ahead()
    told = [key for key in normal if key in ahead]
    if told:
        guess = {key: (cells[key][0], ahead[key][0]) for key in told}
        last = {key: (cells[key][0], cells[(key[0], key[1] - timedelta(hours=1))][0]) for key in told
                if (key[0], key[1] - timedelta(hours=1)) in cells}
        line(city.name, "one hour ahead", "ahead", error(guess, told), {"last hour": error(last, last)})
        covered = numpy.mean([ahead[key][1] <= cells[key][0] <= ahead[key][2] for key in told])
        print(f"  {city.name:10} its interval     inside {covered:.3f}   ({len(told)} of {len(normal)} hours)")


def line(city, what, goal, value, naives):
    goal = GOALS[goal][city]
    others = ", ".join(f"{name} {number:.3f}" for name, number in naives.items())
    print(f"  {city:10} {what:16} {value:.4f}   goal {goal:.3f} {'reached' if value <= goal else 'NOT REACHED'}"
          f"   ({others})")


def error(cells, keys):
    pairs = numpy.array([cells[key] for key in keys])
    return numpy.abs(pairs[:, 0] - pairs[:, 1]).sum() / pairs[:, 0].sum()


def naive(cells, keys, holidays):
    """The same hour a week ago, and its mean over the last four weeks, where they are known."""
    week, month = {}, {}
    for sensor, local in keys:
        past = [cells.get((sensor, local - timedelta(weeks=weeks))) for weeks in range(1, 5)]
        known = [cell[0] for cell in past if cell]
        if past[0]:
            week[(sensor, local)] = (cells[(sensor, local)][0], past[0][0])
        if known:
            month[(sensor, local)] = (cells[(sensor, local)][0], numpy.mean(known))
    return {"last week": error(week, week), "mean of 4 weeks": error(month, month)}


def fault_days(cells):
    """Sensor-days that section 4 of the method calls a fault."""
    days = {}
    for (sensor, local), (count, expected) in cells.items():
        sums = days.setdefault((sensor, local.date()), [0, 0.0, 0.0])
        sums[0] += 1
        sums[1] += count
        sums[2] += expected + 0.5
    shift = {key: numpy.log((people + 1) / (usual + 1)) for key, (hours, people, usual) in days.items()
             if hours >= 12 and usual >= 50}
    common = {}
    for (sensor, day), value in shift.items():
        common.setdefault(day, []).append(value)
    middle = {day: numpy.clip(numpy.median(values), -0.7, 0.7) if len(values) >= 3 else 0
              for day, values in common.items()}
    return {key for key, value in shift.items() if not -1.6 <= value - middle[key[1]] <= 2.0}


def tell_levels(city, own, zones):
    known = hindsight_by_sensor(city, own)
    told = zones.readings()
    words = ["quieter", "usual", "busier", "much-busier"]
    ours, theirs, changes, zone_days = [], [], 0, set()
    for zone in sorted(set(city.zone_of.values())):
        sensors = [sensor for sensor, at in city.zone_of.items() if at == zone]
        start = min(city.first_day[sensor] for sensor in sensors) + timedelta(days=63)
        cells = []
        for local in sorted(hour for place, hour in zones.hours.cells if place == zone):
            both = [(own.hours.cells[(sensor, local)][0], known[sensor][local.date()][local.hour])
                    for sensor in sensors if (sensor, local) in own.hours.cells]
            both = [pair for pair in both if not numpy.isnan(pair[1])]
            if both:
                cells.append((local, sum(pair[0] for pair in both), sum(pair[1] for pair in both)))
        events = city.event_days()
        judged = classes(cells, lambda local: local.date() not in city.holidays | events)
        previous = None
        for local in sorted(judged):
            row = told.get((zone, local))
            if row is None or local.date() < start:
                previous = None
                continue
            ours.append(words.index(row["deviation"]))
            theirs.append(judged[local][1])
            if 7 <= local.hour < 23:
                zone_days.add((zone, local.date()))
                changes += previous is not None and previous != ours[-1]
            previous = ours[-1]
    print(f"  {city.name:10} kappa, linear {kappa(ours, theirs, False):.3f}, squared {kappa(ours, theirs, True):.3f}"
          f"   goal 0.71   changes a zone-day {changes / len(zone_days):.2f}   goal 3.5   ({len(ours)} hours)")


def hindsight_by_sensor(city, own):
    days = {}
    for (sensor, local), (count, _) in own.hours.cells.items():
        row = days.setdefault(sensor, {}).setdefault(local.date(), numpy.full(24, numpy.nan))
        if not city.is_event(sensor, local):
            row[local.hour] = count
    faults = fault_days(own.hours.cells)
    for sensor, day in faults:
        days[sensor][day][:] = numpy.nan
    return {sensor: hindsight(rows, city.holidays) for sensor, rows in days.items()}


def compare(one, other, start):
    """How two sets of readings of the same hours differ from a day on."""
    keys = [key for key in one if key in other and key[1].date() >= start]
    index = numpy.array([abs(float(one[key]["value"]) - float(other[key]["value"])) for key in keys])
    same = numpy.mean([one[key]["level"] == other[key]["level"] for key in keys])
    alike = numpy.mean([one[key]["deviation"] == other[key]["deviation"] for key in keys])
    return (f"index differs by {index.mean():.2f} points in the mean, more than 5 in {(index > 5).mean():.4f}; "
            f"level the same in {same:.4f}, deviation in {alike:.4f}   ({len(keys)} hours)")


def scores(city, hours):
    """{(zone, local hour): standard score} of hours in which 30 people are usual."""
    ordinary = city.holidays | city.event_days()
    result = {}
    for zone in set(city.zone_of.values()):
        cells = [(local, *hours.cells[(place, local)]) for place, local in sorted(hours.cells) if place == zone]
        for local, (score, _) in classes(cells, lambda local: local.date() not in ordinary).items():
            if hours.cells[(zone, local)][1] >= 30:
                result[(zone, local)] = score
    return result


def compare_scores(one, other, start):
    keys = [key for key in one if key in other and key[1].date() >= start]
    pairs = numpy.array([(one[key], other[key]) for key in keys])
    return (f"z differs by {numpy.abs(pairs[:, 0] - pairs[:, 1]).mean():.3f}, "
            f"correlation {numpy.corrcoef(pairs.T)[0, 1]:.3f}")


def tell_invariance(city, whole):
    print("\nThe same city counted otherwise (after 63 days).")
    start = min(city.first_day.values()) + timedelta(days=63)
    told = whole.readings()
    chance = numpy.random.default_rng(1)
    less = Replay(city, "less", rows=[(sensor, time, count * 0.3) for sensor, time, count in city.rows])
    before = scores(city, whole.hours)
    print(f"  all counts x 0.3    {compare(told, less.readings(), start)}\n"
          f"                      {compare_scores(before, scores(city, less.hours), start)}   goal 0.05")
    thin = Replay(city, "thin", rows=[(sensor, time, chance.binomial(int(count), 0.3))
                                      for sensor, time, count in city.rows])
    print(f"  each seen with 0.3  {compare(told, thin.readings(), start)}\n"
          f"                      {compare_scores(before, scores(city, thin.hours), start)}   goal correlation 0.95")


def tell_exchange(city, whole):
    """Each third sensor gets a successor that sees 60 %, with two weeks beside the old one, and with none."""
    told = whole.readings()
    day = date(2013, 6, 3)
    old = [sensor for sensor in city.zone_of if city.first_day[sensor] < date(2012, 6, 1)][::3]
    for weeks in (2, 0):
        begin = datetime(day.year, day.month, day.day, tzinfo=city.clock) - timedelta(weeks=weeks)
        end = datetime(day.year, day.month, day.day, tzinfo=city.clock)
        rows = []
        for sensor, time, count in city.rows:
            if sensor not in old or time < end:
                rows.append((sensor, time, count))
            if sensor in old and time >= begin:
                rows.append((f"{sensor}-new", time, round(count * 0.6)))
        lines = []
        for sensor, zone in city.zone_of.items():
            if sensor in old:
                lines.append(f"{sensor},{zone},,{end.date()},")
                lines.append(f"{sensor}-new,{zone},{begin.date()},,{sensor}")
            else:
                lines.append(f"{sensor},{zone},,,")
        after = Replay(city, f"exchange-{weeks}", rows=rows, extra_rows=lines)
        label = f"exchanged, {weeks} weeks both" if weeks else "exchanged, not beside"
        for name, first, last in (("first week", 0, 7), ("weeks 2-8", 7, 56)):
            window = {key: row for key, row in after.readings().items()
                      if day + timedelta(days=first) <= key[1].date() < day + timedelta(days=last)}
            print(f"  {label}, {name}: {compare(told, window, day)}")


def tell_gain(city):
    """Sensors that see 0.6 of the people from some day on, nobody having been told."""
    changed = {sensor: date(2013, 2, 4) + timedelta(days=29 * place)
               for place, sensor in enumerate(sensor for sensor in city.zone_of
                                              if city.first_day[sensor] < date(2012, 6, 1))}
    rows = [(sensor, time, round(count * 0.6) if sensor in changed and time.date() >= changed[sensor] else count)
            for sensor, time, count in city.rows]
    replay = Replay(city, "gain", own_zones=True, rows=rows)
    cells, keys, before = replay.hours.cells, [], []
    for sensor, local in cells:
        if sensor not in changed or local.date() in city.holidays or city.is_event(sensor, local):
            continue
        days = (local.date() - changed[sensor]).days
        if 7 <= days < 14:
            keys.append((sensor, local))
        if -14 <= days < 0:
            before.append((sensor, local))
    value = error(cells, keys)
    print(f"\nGain x 0.6 unannounced, wMAPE in its second week: {value:.4f}   goal 0.145 "
          f"{'reached' if value <= 0.145 else 'NOT REACHED'}   (the two weeks before: {error(cells, before):.4f})")


def tell_cost(replay, city):
    slots = len(city.rows)
    print(f"\nWhole replay, all outputs: {replay.seconds / slots * 1e6:.2f} us of CPU a sensor-slot   goal 3 "
          f"({slots} slots, {replay.seconds:.2f} s)")


main()
