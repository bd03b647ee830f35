"""Says whether a folder of day files is what its descriptions promise.

    day_files.py FOLDER

Each table is read as CSV on the Web by its metadata, all of them as a data package by its Table Schema, and each row,
read as JSON, by the schema of an indicator. Prints a line for each problem, then what was read.
"""
import csv
import json
import os
import pathlib
import sys
import warnings

import frictionless
import jsonschema
from csvw import CSVW

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = json.loads((HERE / "standards/schemas/indicator.schema.json").read_text())
NUMBERS = {"value", "lower", "upper", "coverage", "busyness", "level", "score", "completeness", "version"}
LABELS = {1: "rustig", 2: "gezellig", 3: "druk", 4: "zeer druk"}


def as_csvw(table):
    """By the metadata beside it, which a client finds by its name."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        document = CSVW(str(table) + "-metadata.json", validate=True)
        valid = document.is_valid
        described = json.loads(pathlib.Path(str(table) + "-metadata.json").read_text())
        if described["url"] != table.name:
            yield f"the metadata speaks of {described['url']}"
        yield from [] if valid else [str(w.message) for w in heard] or ["not valid CSVW"]
    with table.open(newline="", encoding="utf-8") as file:
        lines = sum(1 for _ in csv.reader(file)) - 1
    if document.to_json() and len(document.to_json()["tables"][0]["row"]) != lines:
        yield "CSVW sees another number of rows"


def as_rows(table):
    judge = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    keys = []
    with table.open(newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            keys.append(tuple(row[k] for k in ("zone", "event", "indicator", "from", "to")))
            read = {k: json.loads(v) if k in NUMBERS else v for k, v in row.items() if v}
            read.setdefault("value", None)
            if "level" in read:
                read["label"] = {"nl": LABELS.get(read["level"], "")}
            if "reason" in read:
                read["reason"] = [{"code": code} for code in read["reason"].split(" ")]
            yield from (f"line {number}: {e.json_path}: {e.message}" for e in judge.iter_errors(read))
            low, value, high = (read.get(k) for k in ("lower", "value", "upper"))
            if None not in (low, value, high) and not low <= value <= high:
                yield f"line {number}: {value} is outside {low} to {high}"
            if row["from"][:10] != table.stem:
                yield f"line {number}: is of another day"
    if keys != sorted(keys):
        yield "the rows are out of order"
    if len(keys) != len(set(keys)):
        yield "a key is there twice"


def as_package(folder, tables):
    os.chdir(folder)
    report = frictionless.Package("datapackage.json").validate()
    yield from (e.message for e in report.errors)
    yield from (f"{t.name}: {e.message}" for t in report.tasks for e in t.errors)
    if sorted(t.place for t in report.tasks) != [t.name for t in tables]:
        yield "the package names other tables than there are"


def main(folder):
    tables = sorted(folder.glob("*.csv"))
    problems = [f"{t.name}: {p}" for t in tables for check in (as_csvw, as_rows) for p in check(t)]
    problems += [f"datapackage.json: {p}" for p in as_package(folder, tables)]
    for problem in problems[:40]:
        print(problem)
    rows = [sum(1 for _ in csv.DictReader(t.open(newline="", encoding="utf-8"))) for t in tables]
    print(f"{len(tables)} tables, {sum(rows)} rows, {len(problems)} problems")
    return bool(problems) or not sum(rows)


sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
