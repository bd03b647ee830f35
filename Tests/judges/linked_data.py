#!/usr/bin/env python3
"""Reads what our writers of linked data wrote, with rdflib, and compares it with the values.

    linked_data.py CASES SHAPES

CASES holds a case a line, as JSON: turtle, nquads and jsonld are the documents, context is that of the JSON-LD, address is
that of the version, and value is the indicator as JSON, absent of a retraction; labels are words that must come through.
Prints each difference, and a summary; exit status 1 if there is one. Needs rdflib and pyshacl.
"""
from datetime import datetime
import json, sys
import pyshacl
from rdflib import Dataset, Graph, Literal, Namespace, RDF, SKOS, URIRef
from rdflib.compare import to_canonical_graph

SOSA, TIME, QUDT, DCT = (Namespace(n) for n in (
    "http://www.w3.org/ns/sosa/", "http://www.w3.org/2006/time#", "http://qudt.org/schema/qudt/",
    "http://purl.org/dc/terms/"))
FF, AS = Namespace("https://data.example.org/ns/footfall#"), Namespace("https://www.w3.org/ns/activitystreams#")
NAMES = {"lower": "intervalLower", "upper": "intervalUpper", "coverage": "intervalCoverage", "placebo_p": "placeboP"}
problems = 0


def wrong(line, what):
    global problems
    problems += 1
    if problems < 40:
        print(f"case {line}: {what}")


def graphs(case):
    yield Graph().parse(data=case["turtle"], format="turtle", publicID="https://data.example.org/x")
    quads = Graph()
    for s, p, o, _ in Dataset().parse(data=case["nquads"], format="nquads").quads():
        quads.add((s, p, o))
    yield quads
    document = json.loads(case["jsonld"])
    document["@context"] = case["context"]["@context"]
    yield Graph().parse(data=json.dumps(document), format="json-ld")


def instant(g, window, end):
    return str(g.value(g.value(window, end), TIME.inXSDDateTimeStamp))


def read(g, m):
    """The value as the graph has it, in the form of the indicator's JSON."""
    result, window = g.value(m, SOSA.hasResult), g.value(m, SOSA.phenomenonTime)
    found = {"from": instant(g, window, TIME.hasBeginning), "to": instant(g, window, TIME.hasEnd)}
    for key in ("lower", "upper", "coverage"):
        found[key] = g.value(result, FF[NAMES[key]])
    found["value"] = g.value(result, QUDT.numericValue)
    for key in ("busyness", "level", "score", "completeness", "version", "placebo_p"):
        found[key] = g.value(m, FF[NAMES.get(key, key)])
    for key in ("deviation", "class", "grade", "confidence", "status"):
        code = g.value(m, FF[key])
        found[key] = code and str(code).rsplit("/", 1)[1]
    found["indicator"] = str(g.value(m, SOSA.observedProperty)).rsplit("/", 1)[1]
    found["method"] = "/".join(str(g.value(m, SOSA.usedProcedure)).rsplit("/", 2)[1:])
    found["valid_until"] = g.value(m, FF.validUntil) and str(g.value(m, FF.validUntil))
    found["label"] = {l.language: str(l) for l in g.objects(m, FF.levelLabel)} or None
    return found


def same(told, found):
    if isinstance(told, (int, float)) and isinstance(found, Literal):
        return float(told) == float(found)
    if isinstance(told, str) and isinstance(found, str) and "T" in told and told.endswith("Z"):
        return datetime.fromisoformat(told) == datetime.fromisoformat(found)  # rdflib writes times its own way
    return told == found


def compare(line, case, g):
    m = URIRef(case["address"])
    if "value" not in case:
        if (m, RDF.type, AS.Delete) not in g or len(list(g.predicate_objects(m))) != 4:
            wrong(line, "a retraction says that, of what, when and its sequence")
        return
    told = dict(case["value"])
    zone, event, reasons = told.pop("zone"), told.pop("event", None), told.pop("reason", [])
    told.pop("unit")
    found = read(g, m)
    for key in told.keys() | found.keys():
        if not same(told.get(key), found.get(key)):
            wrong(line, f"{key}: {told.get(key)} became {found.get(key)}")
    if len(set(g.objects(m, FF.reason))) != 2 * len(reasons):
        wrong(line, "other reasons")
    feature = g.value(m, SOSA.hasFeatureOfInterest)
    labels = sorted(str(l) for l in g.objects(feature, SKOS.prefLabel))
    if labels != sorted(case["labels"]):
        wrong(line, f"{case['labels']} became {labels}")
    if not event and not str(feature).endswith("/id/zone/" + zone):
        wrong(line, f"{zone} became {feature}")


def main():
    everything, members, count = Graph(), set(), 0
    for line, text in enumerate(open(sys.argv[1], encoding="utf-8"), 1):
        case, count = json.loads(text), line
        found = list(graphs(case))
        turtle, *others = (set(to_canonical_graph(g)) for g in found)
        for name, other in zip(("nquads", "jsonld"), others):
            if other != turtle:
                wrong(line, f"{name} is not turtle: {sorted(map(str, other ^ turtle))[:4]}")
        compare(line, case, found[0])
        if case["conforms"]:
            members.add(URIRef(case["address"]))
            for triple in found[0]:
                everything.add(triple)
    shapes = Graph().parse(sys.argv[2])
    for m in members:
        shapes.add((FF.MemberShape, URIRef("http://www.w3.org/ns/shacl#targetNode"), m))
    conforms, _, report = pyshacl.validate(everything, shacl_graph=shapes, inference="none")
    if not conforms:
        wrong(0, report.strip().replace("\n", " ")[:2000])
    print(f"{count} cases, {len(members)} judged by shape, {problems} differences")
    sys.exit(bool(problems))


main()
