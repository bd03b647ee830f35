"""Windows without event in the recorded cities, what is added to them, and how the product scores them."""
import csv
import subprocess
from collections import namedtuple
from datetime import timedelta

import numpy

WINDOWS = [(8, 13), (9, 18), (10, 22), (12, 18), (18, 24), (17, 26), (10, 17), (11, 14), (7, 20)]
NOT_JUDGED = {"closure", "holiday_sales", "strike", "nab_label", "weather"}

# Days without counts before the first and after the last that was recorded.
MARGIN = 100

# A window of the day before some sensors; h1 may be over 24.
Case = namedtuple("Case", "city sensors day h0 h1")
# What the product found; theta, sigma and z are nan where it found nothing.
Found = namedtuple("Found", "theta sigma z controls microseconds")


class Recorded:
    """A city's counts by the local hour: for each sensor a table of days and hours, nan is missing."""

    def __init__(self, city):
        self.city = city
        self.first = min(city.first_day.values())
        days = (city.rows[-1][1].date() - self.first).days + 1
        parts = 3600 // city.seconds
        sums = {sensor: numpy.zeros((days, 24)) for sensor in city.zone_of}
        seen = {sensor: numpy.zeros((days, 24), int) for sensor in city.zone_of}
        for sensor, start, count in city.rows:
            place = (start.date() - self.first).days, start.hour
            sums[sensor][place] += count
            seen[sensor][place] += 1
        self.hours = {sensor: numpy.where(seen[sensor] >= parts, sums[sensor], numpy.nan) for sensor in sums}
        self.days = days
        self.odd = city.holidays | city.event_days()
        margin = numpy.full(24 * MARGIN, numpy.nan)
        self.lines = {sensor: numpy.concatenate([margin, hours.ravel(), margin])
                      for sensor, hours in self.hours.items()}

    def windows(self, case, days):
        """The window's hours on its day and on so many days before: a table of sensors and hours for each day."""
        start = 24 * (MARGIN + (case.day - self.first).days) + case.h0
        places = start - 24 * numpy.arange(days + 1)[:, None] + numpy.arange(case.h1 - case.h0)
        return numpy.stack([self.lines[sensor][places] for sensor in case.sensors], axis=1)

    def people(self, case):
        return self.windows(case, 0)[0]

    def is_ordinary(self, day):
        return day not in self.odd and day + timedelta(days=1) not in self.odd


def placebos(recorded, chance):
    """The method's protocol: random zones, a window each, 25 days each (section 13)."""
    city = recorded.city
    busy = {sensor for sensor, hours in recorded.hours.items() if numpy.nanmean(hours) > 20}
    zones = [[s for s in city.zone_of if s in busy and city.zone_of[s] == zone]
             for zone in sorted(set(city.zone_of.values()))]
    zones = [sensors for sensors in zones if sensors]
    cases = []
    for _ in range(60 if len(city.zone_of) > 4 else 24):
        zone = zones[chance.integers(len(zones))]
        sensors = sorted(chance.choice(zone, chance.integers(1, min(4, len(zone)) + 1), replace=False))
        h0, h1 = WINDOWS[chance.integers(len(WINDOWS))]
        begin = max(city.first_day[sensor] for sensor in sensors)
        begin += timedelta(days=90 if recorded.days < 250 else 120)
        end = recorded.first + timedelta(days=recorded.days - 1)
        days = [begin + timedelta(days=d) for d in range((end - begin).days)]
        days = [day for day in days if recorded.is_ordinary(day)]
        chosen = chance.choice(len(days), min(25, len(days)), replace=False)
        cases += [Case(city.name, sensors, days[d], h0, h1) for d in sorted(chosen)]
    return cases


def events(city):
    """Listed events that should have brought people."""
    for _, kind, sign, sensors, start, end in city.listed:
        if sign == "+" and kind not in NOT_JUDGED:
            hours = round((end - start).total_seconds() / 3600)
            yield Case(city.name, sensors, start.date(), start.hour, start.hour + hours)


def beside(recorded, event, chance):
    """Days without event, in an order of chance, for the sensors and window of one."""
    days = [recorded.first + timedelta(days=d) for d in range(recorded.days)]
    days = [day for day in days if day not in recorded.odd]
    return [event._replace(day=days[d]) for d in chance.permutation(len(days))]


def added(people, uplift, chance):
    """With Poisson(uplift x people) more, or a binomial share of them left."""
    known = ~numpy.isnan(people)
    counts = people.copy()
    whole = numpy.rint(people[known]).astype(int)
    counts[known] = (people[known] + chance.poisson(uplift * people[known]) if uplift >= 0
                     else chance.binomial(whole, 1 + uplift))
    return counts


def score(program, folder, clock, cases, counts=None):
    """Runs the product's own scores over a city's folder; `counts` take the place of the recorded people."""
    lines = ["sensors,date,first,end,counts"]
    for place, case in enumerate(cases):
        people = "" if counts is None else " ".join(f"{count:g}" for count in counts[place].ravel())
        lines.append(f"{' '.join(case.sensors)},{case.day},{case.h0},{case.h1},{people}")
    run = subprocess.run([program, folder, clock], input="\n".join(lines), stdout=subprocess.PIPE, text=True, check=True)
    rows = list(csv.DictReader(run.stdout.splitlines()))
    if len(rows) != len(cases):
        raise RuntimeError(f"{len(cases)} cases, but {len(rows)} scores")
    return [Found(*(float(row[name] or "nan") for name in Found._fields)) for row in rows]
