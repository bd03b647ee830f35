#!/usr/bin/env python3
"""Holds the entities that a context broker was sent against the schema of `standards`.

    ngsi_contract.py BODIES

BODIES has the body of an upsert a line: a list of entities.
"""
import functools, json, pathlib, sys
import jsonschema
from papers import flat, numbers, retrieve, verdict
from referencing import Registry

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = HERE / "standards" / "schemas" / "ngsi-ld.schema.json"
SERVED = HERE.parent.parent / "Sources" / "Sinks" / "Documents" / "schema"


def find(uri):
    """Of a reading's own parts, the schema that the daemon serves is the judge."""
    served = SERVED / uri.rsplit("/", 1)[1]
    return retrieve(served.as_uri() if served.exists() else uri)


@functools.lru_cache
def validator():
    return jsonschema.Draft202012Validator(
        {"$ref": SCHEMA.as_uri()}, registry=Registry(retrieve=find), format_checker=jsonschema.FormatChecker())


def problems(entities):
    yield from (f"{e.json_path}: {e.message[:300]}" for e in validator().iter_errors(entities))
    ids = [entity["id"] for entity in entities]
    yield from ("one entity twice in a batch" for _ in range(len(ids) - len(set(ids))))
    for entity in entities:
        main = entity.get("busynessIndex") or entity.get("kpiValue") or {}
        part = {name: p["value"] for name, p in main.items() if isinstance(p, dict)}
        named = {"value": main.get("value"), "lower": part.get("intervalLower"), "upper": part.get("intervalUpper")}
        yield from (f"{entity['id']}: {problem}" for problem in numbers({**part, **named}))
        for name in {key for object in flat(entity) for key in object}:
            if name.lower().startswith(("peoplecount", "occupancy")):
                yield f"{entity['id']}: {name}"


if __name__ == "__main__":
    lines = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    found = [problem for line in lines for problem in problems(json.loads(line))]
    print(f"{sum(len(json.loads(line)) for line in lines)} entities in {len(lines)} batches")
    sys.exit(verdict(found))
