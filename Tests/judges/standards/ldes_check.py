#!/usr/bin/env python3
"""A small LDES client that checks while it reads: does a server keep the promises of its event stream?

    ldes_check.py ROOT [--polls N] [--wait SECONDS] [--shapes FILE [--judged N]] [--members FILE]

ROOT is the address of the root node. It walks all relations, reads every member once, then polls N more times and
looks at what changed. --judged lets the shapes see N members only, spread evenly. --members writes the members found, one line each: sequence, created, member, version of.
Prints every broken promise (R1 ... R16) and a summary; exit status 1 if there is one.
Needs rdflib, and pyshacl with --shapes.
"""
import argparse, http.client, sys, time, urllib.error, urllib.parse, urllib.request
from rdflib import Dataset, Graph, Namespace, RDF, RDFS, URIRef

LDES, TREE = Namespace("https://w3id.org/ldes#"), Namespace("https://w3id.org/tree#")
DCT, FF = Namespace("http://purl.org/dc/terms/"), Namespace("https://data.example.org/ns/footfall#")
FORMATS = {"text/turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld",
           "application/n-quads": "nquads", "application/trig": "trig"}
TESTS = {TREE.GreaterThanRelation: lambda v, b: v > b, TREE.GreaterThanOrEqualToRelation: lambda v, b: v >= b,
         TREE.LessThanRelation: lambda v, b: v < b, TREE.LessThanOrEqualToRelation: lambda v, b: v <= b}
broken = []


def wrong(rule, where, what):
    line = f"{rule}  {where}  {what}"
    if line not in broken:
        broken.append(line)
        print(line)


class Page:
    def __init__(self, url, accept="text/turtle", etag=None):
        self.url, self.status, self.body, self.head = url, 0, b"", {}
        request = urllib.request.Request(url, headers={"Accept": accept, **({"If-None-Match": etag} if etag else {})})
        for patience in range(120, -1, -1):
            try:
                with urllib.request.urlopen(request, timeout=20) as r:
                    self.status, self.body, self.head, self.url = r.status, r.read(), r.headers, r.url
            except urllib.error.HTTPError as e:
                self.status, self.head = e.code, e.headers
            except (urllib.error.URLError, OSError, http.client.HTTPException):
                if patience:  # a server that starts again is asked again
                    time.sleep(0.5)
                    continue
                raise
            break
        self.media = (self.head.get("Content-Type") or "").split(";")[0].strip().lower()
        self.cache = (self.head.get("Cache-Control") or "").replace(" ", "").lower().split(",")

    def graph(self):
        g = Graph()
        if self.media in ("application/n-quads", "application/trig"):
            for s, p, o, _ in Dataset().parse(data=self.body, format=FORMATS[self.media], publicID=self.url).quads():
                g.add((s, p, o))
        elif self.media in FORMATS:
            g.parse(data=self.body, format=FORMATS[self.media], publicID=self.url)
        return g

    def max_age(self):
        ages = [d.split("=")[1] for d in self.cache if d.startswith("max-age=")]
        return int(ages[0]) if ages and ages[0].isdigit() else None


class Walk:
    """One pass over all nodes. Pages known to be immutable are not read again."""

    def __init__(self, root, before=None):
        self.root, self.members, self.frozen = root, {}, dict(before.frozen) if before else {}
        self.all, self.nodes, self.stream = Graph(), {}, before.stream if before else None
        self.paths = before.paths if before else {}
        todo, seen = [(root, [])], set()
        while todo:
            url, bounds = todo.pop()
            if url in seen:
                wrong("R4", url, "reached by two ways: a node has one parent")
                continue
            seen.add(url)
            page = self.frozen.get(url) or self.read(url)
            if page is None:
                continue
            todo += self.node(url, page, bounds)

    def read(self, url):
        page = Page(url)
        if page.status == 410:
            return None
        if page.status != 200:
            wrong("R1", url, f"answers {page.status}")
            return None
        if page.media not in FORMATS:
            wrong("R1", url, f"media type {page.media or 'missing'}")
            return None
        for name, rule in (("ETag", "R2"), ("Vary", "R2")):
            if name not in page.head:
                wrong(rule, url, f"no {name} header")
        if page.max_age() is None:
            wrong("R2", url, "no Cache-Control: max-age")
        page.g = page.graph()
        if url == self.root:
            self.announce(page)
        elif (None, TREE.view, None) in page.g:
            wrong("R3", url, "tree:view on a node that is not the root")
        return page

    def announce(self, page):
        views = list(page.g.subject_objects(TREE.view))
        if len(views) != 1 or str(views[0][1]) not in (self.root, page.url):
            wrong("R3", self.root, f"needs one tree:view with the root as object, has {len(views)}")
            return
        self.stream = views[0][0]
        if (self.stream, RDF.type, LDES.EventStream) not in page.g:
            wrong("R3", self.root, "the collection is no ldes:EventStream")
        for name in ("timestampPath", "versionOfPath", "sequencePath"):
            found = list(page.g.objects(self.stream, LDES[name]))
            if len(found) != 1:
                wrong("R3", self.root, f"{len(found)} ldes:{name}")
            else:
                self.paths[name] = found[0]
        if (self.stream, TREE.shape, None) not in page.g:
            wrong("R3", self.root, "no tree:shape")

    def node(self, url, page, bounds):
        g, here = page.g, URIRef(url)
        if (here, RDF.type, TREE.Node) not in g and (here, TREE.relation, None) not in g:
            wrong("R4", url, "says nothing about itself (no tree:Node)")
        immutable = any(str(o) in ("true", "1") for o in g.objects(here, LDES.immutable))
        if immutable != ("immutable" in page.cache):
            wrong("R5", url, "ldes:immutable and Cache-Control: immutable do not agree")
        if immutable:
            self.frozen[url] = page
        elif (page.max_age() or 0) > 3600:
            wrong("R5", url, "a node that may change is cached for more than an hour")
        self.nodes[url] = immutable
        self.take(url, g, bounds)
        children = {}
        for r in g.objects(here, TREE.relation):
            kind, child = g.value(r, RDF.type), g.value(r, TREE.node)
            if not isinstance(child, URIRef):
                wrong("R4", url, "a relation without tree:node")
                continue
            test = children.setdefault(str(child), [])
            if kind in TESTS:
                value, path = g.value(r, TREE.value), g.value(r, TREE.path)
                if value is None or path != self.paths.get("timestampPath"):
                    wrong("R4", url, f"{kind.split('#')[1]} needs tree:value and the timestamp path")
                else:
                    test.append((kind, value.toPython()))
        return [(c, bounds + tests) for c, tests in children.items()]

    def take(self, url, g, bounds):
        when, version, order = (self.paths.get(n) for n in ("timestampPath", "versionOfPath", "sequencePath"))
        for collection, m in g.subject_objects(TREE.member):
            if collection != self.stream:
                wrong("R6", url, f"member of another collection {collection}")
            if not isinstance(m, URIRef):
                wrong("R6", url, "a member that is no IRI")
                continue
            if m in self.members:
                wrong("R7", url, f"{m} comes twice")
            got = [list(g.objects(m, p)) if p is not None else [] for p in (when, version, order)]
            if any(len(x) != 1 for x in got):
                wrong("R6", url, f"{m} needs one timestamp, version and sequence")
                continue
            at = got[0][0].toPython()
            if getattr(at, "tzinfo", None) is None:
                wrong("R6", url, f"{m}: timestamp without time zone")
                continue
            for kind, bound in bounds:
                if not TESTS[kind](at, bound):
                    wrong("R8", url, f"{m} at {got[0][0]} is outside {kind.split('#')[1]} {bound.isoformat()}")
            self.members[m] = (int(got[2][0]), at, str(got[1][0]), frozenset(
                (s, p, o) for s, p, o in closure(g, m)))
            for t in closure(g, m, keep=True):
                self.all.add(t)


def closure(g, m, keep=False, into=None):
    """The member's own statements and those of its blank nodes (made comparable unless `keep`)."""
    for p, o in g.predicate_objects(m):
        if not isinstance(o, URIRef) and (o, None, None) in g:
            yield (into or m, p, o if keep else "[]")
            yield from closure(g, o, keep, o if keep else "[]")
        else:
            yield (into or m, p, o)


def order(members):
    rows = sorted((n, at, m) for m, (n, at, _, _) in members.items())
    for (n, at, m), (n2, at2, m2) in zip(rows, rows[1:]):
        if n == n2:
            wrong("R9", m2, f"sequence {n} is used twice")
        if at2 < at:
            wrong("R9", m2, f"published at {at2.isoformat()}, after {at.isoformat()} in sequence")


def politeness(walk):
    root = Page(walk.root)
    again = Page(walk.root, etag=root.head.get("ETag"))
    if root.head.get("ETag") and (again.status != 304 or again.body):
        fresh = Page(walk.root)
        if fresh.head.get("ETag") == root.head.get("ETag"):
            wrong("R10", walk.root, f"If-None-Match answers {again.status}")
    for url in list(walk.frozen)[:5] + list(walk.frozen)[-5:]:
        if Page(url).body != walk.frozen[url].body:
            wrong("R11", url, "an immutable page changed")
    leaf = next((u for u in walk.frozen if (None, TREE.member, None) in walk.frozen[u].g), None)
    if leaf:
        expected = set(walk.frozen[leaf].g.objects(None, TREE.member))
        for media in ("application/n-quads", "application/ld+json", "application/trig"):
            other = Page(leaf, accept=media)
            if other.status == 200 and other.media == media and set(other.graph().objects(None, TREE.member)) != expected:
                wrong("R12", leaf, f"{media} has other members than text/turtle")
            if other.status not in (200, 406):
                wrong("R12", leaf, f"Accept: {media} answers {other.status}")


def compare(old, new):
    last = max((at for _, at, _, _ in old.members.values()), default=None)
    for m, value in old.members.items():
        if m not in new.members:
            wrong("R13", m, "disappeared (only retention may do that)")
        elif new.members[m] != value:
            wrong("R14", m, "changed after it was published")
    fresh = [m for m in new.members if m not in old.members]
    for m in fresh:
        if last and new.members[m][1] < last:
            wrong("R15", m, f"added with a timestamp before {last.isoformat()}, which was already published")
    return len(fresh)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("root")
    for name, default in (("--polls", 0), ("--wait", 5.0)):
        p.add_argument(name, type=type(default), default=default)
    p.add_argument("--shapes")
    p.add_argument("--judged", type=int, default=10**9)
    p.add_argument("--members")
    a = p.parse_args()
    walk = Walk(a.root)
    order(walk.members)
    politeness(walk)
    added = 0
    for _ in range(a.polls):
        time.sleep(a.wait)
        later = Walk(a.root, before=walk)
        added += compare(walk, later)
        order(later.members)
        walk = later
    if a.shapes:
        import pyshacl
        shapes = Graph().parse(a.shapes)
        for m in sorted(walk.members)[::max(1, len(walk.members) // a.judged)]:
            shapes.add((FF.MemberShape, URIRef("http://www.w3.org/ns/shacl#targetNode"), m))
        ok, _, text = pyshacl.validate(walk.all, shacl_graph=shapes, inference="none")
        if not ok:
            wrong("R16", a.root, text.strip().replace("\n", " ")[:1500])
    if a.members:
        rows = sorted((n, at.isoformat(), str(m), v) for m, (n, at, v, _) in walk.members.items())
        open(a.members, "w").writelines("\t".join(map(str, r)) + "\n" for r in rows)
    print(f"{len(walk.nodes)} nodes ({sum(walk.nodes.values())} immutable), {len(walk.members)} members, "
          f"{added} added while watching, {len(broken)} broken promises")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
