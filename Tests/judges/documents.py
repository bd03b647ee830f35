#!/usr/bin/env python3
"""Checks documents that the daemon wrote against the standards, without a network.

    documents.py DIR

DIR holds barometer.jsonld, event-impact.jsonld, ldes-root.ttl, ldes-day.ttl, ldes-page.ttl, dcat.ttl and prov.ttl. The
shapes, the list of permitted terms and the context by which JSON-LD is read lie in standards/. Prints one line a check;
exit status 1 if one fails. Needs rdflib and pyshacl.
"""
import json, pathlib, re, sys
import pyshacl
from rdflib import Graph, Namespace, RDF

STANDARDS = pathlib.Path(__file__).resolve().parent / "standards"
docs = pathlib.Path(sys.argv[1])
SOSA, TREE, DCT, FF, PROV, SH = (Namespace(n) for n in (
    "http://www.w3.org/ns/sosa/", "https://w3id.org/tree#", "http://purl.org/dc/terms/",
    "https://data.example.org/ns/footfall#", "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/shacl#"))
CONTEXT = json.loads((STANDARDS / "context.jsonld").read_text())["@context"]
failures = 0


def check(name, test, *files):
    global failures
    try:
        problems = list(test(*(docs / f for f in files)))
    except Exception as e:  # a checker that dies is a failure of the document
        problems = [f"{type(e).__name__}: {e}"]
    failures += bool(problems)
    print(("FAIL  " if problems else "ok    ") + name)
    for problem in problems[:8]:
        print("      " + str(problem).strip().replace("\n", " ")[:400])


def read(path):
    if path.suffix == ".ttl":
        return Graph().parse(data=path.read_text(), format="turtle", publicID=f"https://data.example.org/ldes/{PLACES.get(path.stem, 'x')}")
    return Graph().parse(data=json.dumps({**json.loads(path.read_text()), "@context": CONTEXT}), format="json-ld")


def shapes(name):
    return Graph().parse(STANDARDS / "shapes" / name)


def shacl(data, wanted):
    ok, result, _ = pyshacl.validate(data, shacl_graph=wanted, inference="none")
    for r in [] if ok else result.subjects(RDF.type, SH.ValidationResult):
        if result.value(r, SH.resultSeverity) == SH.Violation:
            yield f"{result.value(r, SH.focusNode)} {result.value(r, SH.resultPath)}: {result.value(r, SH.resultMessage)}"


def member_shapes(members, data):
    """The shapes aimed at the members; each also at the alternative it should be, whose report tells more than "not one of"."""
    g = shapes("member.ttl")
    for m in members:
        aims = [FF.MemberShape]
        if (m, RDF.type, SOSA.Observation) in data:
            status, about = (str(data.value(m, p)) for p in (FF.status, SOSA.observedProperty))
            aims += [FF.ObservationShape, FF.WithheldShape if status.endswith("/withheld")
                     else FF.ImpactShape if about.endswith("/bezoekersimpact") else FF.ReadingShape]
        for shape in aims:
            g.add((shape, SH.targetNode, m))
    return g


def versions(g, members):
    for m in members:
        n = g.value(m, FF.version)
        if n is not None and str(m) != f"{g.value(m, DCT.isVersionOf)}/v{n}":
            yield f"{m}: ff:version {n} is not the version in the address"


def member(path):
    g = read(path)
    members = set(g.subjects(RDF.type, SOSA.Observation))
    yield from (["no sosa:Observation found"] if len(members) != 1 else [])
    known = set(CONTEXT) | {"nl", "en"}
    names = re.findall(r'"([A-Za-z]\w*)"\s*:', path.read_text())
    yield from (f"the context does not know the term {name}" for name in names if name not in known)
    yield from shacl(g, member_shapes(members, g))
    yield from versions(g, members)


PLACES = {"ldes-root": "indicators", "ldes-day": "indicators/2026-03-14", "ldes-page": "indicators/2026-03-14/1"}


def ldes(*paths):
    for path in paths:
        g = read(path)
        yield from shacl(g, shapes("ldes.ttl"))
        views = len(set(g.objects(None, TREE.view)))
        yield from ([] if views == (path.stem == "ldes-root") else [f"{path.name}: {views} tree:view"])
        members = set(g.objects(None, TREE.member))
        yield from ([] if bool(members) == (path.stem == "ldes-page") else [f"{path.name}: {len(members)} members"])
        sample = sorted(members)[::max(1, len(members) // 40)]
        yield from shacl(g, member_shapes(sample, g)) if sample else []
        yield from versions(g, members)
        times = sorted((int(g.value(m, FF.sequence)), g.value(m, DCT.created).toPython()) for m in members)
        yield from ("created runs against sequence" for a, b in zip(times, times[1:]) if b[1] < a[1])


def pinned(*paths):
    """Every property and class is one that was looked up and written down: none is invented or dead."""
    known = set((STANDARDS / "terms.txt").read_text().split())
    for path in paths:
        g = read(path)
        used = set(g.predicates()) | set(g.objects(None, RDF.type))
        yield from (f"{path.name}: {iri} is not in terms.txt" for iri in sorted(used) if str(iri) not in known)


def prov(path):
    g = read(path)
    made = list(g.subject_objects(PROV.wasGeneratedBy))
    yield from ([] if made else ["nothing was made"])
    for e, a in made:
        end, at = g.value(a, PROV.endedAtTime), g.value(e, PROV.generatedAtTime)
        yield from ([] if (a, RDF.type, PROV.Activity) in g else [f"{a} is no prov:Activity"])
        yield from ([] if end and at and at.toPython() >= end.toPython() else [f"{e} is older than its activity's end"])
        used = set(g.objects(a, PROV.used))
        yield from ([] if any("/id/config/sha256-" in str(u) for u in used) else [f"{a} used no configuration"])
        yield from ([] if any((u, RDF.type, PROV.Collection) in g for u in used) else [f"{a} used no collection"])
        plans = {p for q in g.objects(a, PROV.qualifiedAssociation) for p in g.objects(q, PROV.hadPlan)}
        yield from ([] if any((p, RDF.type, PROV.Plan) in g for p in plans) else [f"{a} had no plan"])


ALL = ["barometer.jsonld", "event-impact.jsonld", "ldes-root.ttl", "ldes-day.ttl", "ldes-page.ttl", "dcat.ttl", "prov.ttl"]
check("OSLO/SOSA member: barometer", member, ALL[0])
check("OSLO/SOSA member: event impact", member, ALL[1])
check("LDES root, day and page", ldes, *ALL[2:5])
check("pinned terms", pinned, *ALL)
check("DCAT-AP", lambda path: shacl(read(path), shapes("dcat.ttl")), "dcat.ttl")
check("PROV", prov, "prov.ttl")
sys.exit(bool(failures))
