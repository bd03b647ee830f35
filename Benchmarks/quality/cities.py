"""The recorded cities, and what the daemon has to be told of them."""
import csv
import gzip
import pathlib
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

FILES = {
    "melbourne": ("melbourne_2012_2014.csv.gz", 3600), "leeds": ("leeds_2012_2014.csv.gz", 3600),
    "ghent": ("ghent_coupure_bikes_5min_2022.csv.gz", 300), "nyc_taxi": ("nyc_taxi_30min_2014_2015.csv.gz", 1800),
}
CLOCKS = {"melbourne": "Australia/Melbourne", "leeds": "Europe/London", "ghent": "Europe/Brussels",
          "nyc_taxi": "America/New_York"}


def slug(name):
    return name.lower().replace("_", "-")


class City:
    """A city's counts as rows (sensor, start, count), its zones, events and holidays."""

    def __init__(self, name, folder):
        folder = pathlib.Path(folder)
        self.name = name
        self.clock = ZoneInfo(CLOCKS[name])
        file, self.seconds = FILES[name]
        self.zone_of = {slug(row["sensor_id"]): slug(row["zone"])
                        for row in csv.DictReader(open(folder / "sensors.csv")) if row["city"] == name}
        self.holidays = {date.fromisoformat(row["date"])
                         for row in csv.DictReader(open(folder / "holidays.csv")) if row["city"] == name}
        self.listed = [(row["id"], row["type"], row["expected_sign"], [slug(word) for word in row["sensors"].split()],
                        datetime.fromisoformat(row["start_local"]), datetime.fromisoformat(row["end_local"]))
                       for row in csv.DictReader(open(folder / "events.csv")) if row["city"] == name]
        self.events = [(name, *rest) for name, _, _, *rest in self.listed]
        self.rows = []
        with gzip.open(folder / file, "rt") as lines:
            table = csv.reader(lines)
            sensors = [slug(word) for word in next(table)[1:]]
            for time, *counts in table:
                start = datetime.fromisoformat(time)
                self.rows += [(sensor, start, float(count)) for sensor, count in zip(sensors, counts) if count]
        self.first_day = {}
        for sensor, start, _ in self.rows:
            self.first_day.setdefault(sensor, start.date())

    def is_event(self, sensor, local):
        """Whether a known event is on before the sensor at that local time."""
        return any(sensor in sensors and start <= local < end for _, sensors, start, end in self.events)

    def event_days(self):
        days = set()
        for _, _, start, end in self.events:
            day = start.date()
            while day <= (end - timedelta(seconds=1)).date():
                days.add(day)
                day += timedelta(days=1)
        return days

    def write(self, folder, own_zones=False, rows=None, factors=None, extra_rows=()):
        """Writes configuration and observations.

        own_zones: a zone for each sensor. rows: instead of the recorded ones.
        extra_rows: further lines of sensors.csv.
        """
        folder.mkdir(parents=True, exist_ok=True)
        zone_of = {sensor: sensor if own_zones else zone for sensor, zone in self.zone_of.items()}
        (folder / "footfall.yaml").write_text(
            f"city: {{name: {self.name}, timezone: {self.clock.key}}}\nbroker: {{host: 127.0.0.1}}\n"
            "windows: {slot: 1h, lengths: [1h, 1d]}\n")
        features = ",".join(f'{{"type": "Feature", "properties": {{"id": "{zone}"}}, "geometry": null}}'
                            for zone in sorted(set(zone_of.values())))
        (folder / "zones.geojson").write_text(f'{{"type": "FeatureCollection", "features": [{features}]}}\n')
        sensors = [f"{sensor},{zone},,," for sensor, zone in zone_of.items()] if not extra_rows else list(extra_rows)
        (folder / "sensors.csv").write_text("\n".join(["sensor,zone,from,to,replaces"] + sensors) + "\n")
        holidays = "".join(f"  - {day}\n" for day in sorted(self.holidays))
        (folder / "calendar.yaml").write_text("belgian: false\nflemish_schools: false\n" + (
            f"public_holidays:\n{holidays}" if holidays else ""))
        with open(folder / "events.csv", "w") as file:
            file.write("id,zones,sensors,start,end\n")
            for name, sensors, start, end in self.events:
                known = [sensor for sensor in sensors if sensor in zone_of]
                zones = " ".join(sorted({zone_of[sensor] for sensor in known}))
                file.write(f"{name},{zones},{' '.join(known)},{start:%Y-%m-%dT%H:%M},{end:%Y-%m-%dT%H:%M}\n")
        with open(folder / "observations.csv", "w") as file:
            file.write("sensor,time,duration_s,count\n")
            for sensor, start, count in self.rows if rows is None else rows:
                file.write(f"{sensor},{start.isoformat()},{self.seconds},{count:g}\n")


class Hours:
    """What a replay wrote of hours: for each zone and local hour what was counted and expected."""

    def __init__(self, path, clock):
        self.cells = {}
        self.bounds = {}
        for row in csv.DictReader(open(path)):
            start, end = when(row["from"]), when(row["to"])
            if end - start != timedelta(hours=1) or not row["expected"]:
                continue
            local = start.astimezone(clock).replace(tzinfo=None)
            key = (row["zone"], local)
            if key in self.cells:  # the hour that comes twice: the first counts
                continue
            if row["count"]:
                self.cells[key] = (float(row["count"]), float(row["expected"]))
                self.bounds[key] = (float(row["lower"]), float(row["upper"]))


def when(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)
