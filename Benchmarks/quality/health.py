"""Measures how soon faults of sensors are noticed, and how often one is seen where there is none. Prints; asserts nothing.

Made-up cities with faults of a known truth (crowdsim), and the recorded cities, which have faults that nobody knows
of: what is told of them is an upper bound of the false alarms.

usage: health.py FOOTFALLD CROWDSIM DATA WORK [SEEDS]
"""
import csv
import pathlib
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone

from cities import City, when

FOOTFALLD, CROWDSIM, DATA, WORK = sys.argv[1], sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4])
SEEDS = int(sys.argv[5]) if len(sys.argv) > 5 else 6
# What is wrong, for how many hours, how it should be called, and by a make that shows it.
FAULTS = [
    ("dead", 6, "silent", "acme"), ("dead", 8, "silent", "hourglass-hour"), ("stuck", 6, "stuck", "telepoort"),
    ("stuck-at 7", 8, "stuck", "acme"), ("stuck-at 150", 8, "stuck", "hourglass"),
    ("skewed -20m", 8, "clock_off", "telepoort"), ("skewed -7m", 8, "clock_off", "acme"),
    ("clock-resets", 8, "clock_off", "acme"), ("skewed +20m", 8, "clock_off", "telepoort"),
    ("skewed -2h", 24, "clock_off", "hourglass-hour"), ("swapped", 120, "swapped", "telepoort"),
    ("counts-times 100", 72, "unit_change", "telepoort"), ("counts-times 10", 72, "unit_change", "hourglass"),
    ("counts-times 2", 120, "unit_change", "telepoort"), ("counts-times 0.5", 120, "unit_change", "hourglass"),
    ("counts-times 0.1", 72, "unit_change", "telepoort"), ("duplicates 40%", 8, "duplicates", "acme"),
    ("duplicates 30%", 48, "duplicates", "hourglass"),
]
ZONES, PER_ZONE, WARM_UP, DAYS = 6, 4, 30, 40


def main():
    print(f"Faults in made-up cities ({SEEDS} seeds, {ZONES * PER_ZONE} sensors, {DAYS} days each).")
    found, false, months = defaultdict(list), Counter(), 0.0
    for seed in range(1, SEEDS + 1):
        months += play(seed, found, false)
    for (fault, make), delays in found.items():
        tell(f"{fault} ({make})", delays)
    told = ", ".join(f"{kind} {count}" for kind, count in false.most_common()) or "none"
    print(f"false alarms: {sum(false.values())} in {months:.0f} sensor months = "
          f"{sum(false.values()) / months:.4f} a sensor and month ({told})")
    drift()
    print("\nThe same on recorded cities: all that is told, true or not, a sensor and month.")
    for name in ["melbourne", "leeds", "ghent"]:
        recorded(name)


def tell(fault, delays):
    noticed = sorted(delay for delay in delays if delay is not None)
    middle = f"median {statistics.median(noticed):6.1f} h, longest {noticed[-1]:6.1f} h" if noticed else ""
    print(f"  {fault:34} {len(noticed):3} of {len(delays):3}  {middle}")


def play(seed, found, false):
    """One city: each fault once, on a sensor of its own, and some sensors without."""
    lines = [f"city seed {seed} zones {ZONES} sensors {PER_ZONE}", f"from 2026-02-02 days {DAYS} zone UTC"]
    struck = []
    for place, (fault, hours, kind, make) in enumerate(FAULTS):
        number = (place * 5 + seed) % (ZONES * PER_ZONE) + 1
        day, hour = WARM_UP + (seed * 3 + place) % 5, 8 + (seed * 5 + place * 7) % 9
        lines += [f"gate-{number} format {make}", f"{hour:02}:00 day {day} gate-{number} {fault} for {hours}h"]
        start = datetime(2026, 2, 1, hour, tzinfo=timezone.utc) + timedelta(days=day)
        struck.append((number, fault, make, kind, start, start + timedelta(hours=hours)))
    # The makes come before the faults.
    lines = lines[:2] + ["formats telepoort"] + sorted(lines[2:], key=lambda line: "format" not in line)
    lines += [f"market saturday 08:00-13:00 zone grote-markt uplift 60% spill 5%",
              f"festival day {26 + seed % 9} 14:00-23:00 zone kerkstraat uplift 80% spill 15%"]
    troubles, names = run(f"faults-{seed}", lines)
    for number, fault, make, kind, start, end in struck:
        times = [noticed for sensor, trouble, noticed in troubles
                 if sensor == names[number] and trouble == kind and start <= noticed < end + timedelta(days=1)]
        found[(fault, make)].append((min(times) - start).total_seconds() / 3600 if times else None)
    for sensor, trouble, noticed in troubles:
        if not any(names[number] == sensor and start <= noticed < end + timedelta(days=3)
                   for number, _, _, _, start, end in struck):
            false[trouble] += 1
    return ZONES * PER_ZONE * DAYS / 30.44


def drift():
    delays = []
    for seed in range(1, max(1, SEEDS // 3) + 1):
        lines = [f"city seed {seed} zones 4 sensors 3", "from 2026-01-05 days 126 zone UTC", "formats hourglass",
                 "00:00 day 36 gate-2 drifts -50% for 90d", "00:00 day 36 gate-9 drifts +80% for 90d"]
        troubles, names = run(f"drift-{seed}", lines)
        start = datetime(2026, 2, 9, tzinfo=timezone.utc)
        for number in (2, 9):
            times = [noticed for sensor, trouble, noticed in troubles
                     if sensor == names[number] and trouble == "drift"]
            delays.append((min(times) - start).total_seconds() / 3600 if times else None)
        others = [row for row in troubles if row[0] not in (names[2], names[9])]
        if others:
            print(f"  drift, seed {seed}: false {Counter(row[1] for row in others)}")
    tell("drifts -50 % / +80 % in 90 days", delays)


def run(label, lines):
    """What is told of a scenario: [(sensor, trouble, noticed)], and the sensors' names by number."""
    folder = WORK / label
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "town.txt").write_text("\n".join(lines) + "\n")
    subprocess.run([CROWDSIM, "config", "--scenario", folder / "town.txt", "--out", folder], check=True)
    subprocess.run([CROWDSIM, "observations", "--scenario", folder / "town.txt", "--out",
                    folder / "observations.csv.gz"], check=True)
    (folder / "footfall.yaml").write_text("city: {name: Town, timezone: UTC}\nbroker: {host: 127.0.0.1}\n")
    names = {int(row["note"].removeprefix("gate-")): row["sensor"]
             for row in csv.DictReader(open(folder / "sensors.csv"))}
    return replay(folder, folder / "observations.csv.gz"), names


def replay(folder, observations):
    subprocess.run([FOOTFALLD, "replay", "--private", "--config", folder, "--observations", observations,
                    "--out", folder / "out"], check=True, stderr=subprocess.DEVNULL)
    return [(row["sensor"], row["trouble"], when(row["noticed"]))
            for row in csv.DictReader(open(folder / "out" / "health.csv"))]


def recorded(name):
    city = City(name, DATA)
    city.write(WORK / f"{name}-health")
    troubles = replay(WORK / f"{name}-health", WORK / f"{name}-health" / "observations.csv")
    days = defaultdict(set)
    for sensor, start, _ in city.rows:
        days[sensor].add(start.date())
    months = sum(map(len, days.values())) / 30.44
    kinds = Counter(trouble for _, trouble, _ in troubles)
    told = ", ".join(f"{kind} {count} ({count / months:.3f})" for kind, count in kinds.most_common()) or "none"
    print(f"  {name:10} {months:5.0f} sensor months: {told}")


main()
