#!/usr/bin/env python3
"""Asks a running daemon for everything that its OpenAPI document speaks of, and holds each answer against it.

    http_contract.py URL FOLDER [NAME=VALUE,VALUE ...] [/path=STATUS ...]

The documents are taken from URL and left in FOLDER. NAME=VALUE are parameters for which there is something,
`unseen` the statuses that cannot be had here, or not of a path (/path:STATUS); /path=STATUS asks for what cannot be
derived. Each status below 500 and each type that the document names must have been seen; each answer must be as its
status and type say there.
"""
import csv, io, itertools, json, pathlib, re, sys, urllib.error, urllib.parse, urllib.request
import yaml
from papers import Paper, flat, numbers, template, verdict

NUMBERS = {"value", "lower", "upper", "coverage", "busyness", "level", "score", "completeness", "version"}
LABELS = {1: "rustig", 2: "gezellig", 3: "druk", 4: "zeer druk"}


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *ignored):
        return None


def ask(url, headers={}, seconds=None):
    """Status, headers and body; of a stream what comes within some seconds."""
    opener = urllib.request.build_opener(Stay)
    request = urllib.request.Request(url, headers=headers)
    try:
        answer = opener.open(request, timeout=seconds or 30)
    except urllib.error.HTTPError as error:
        answer = error
    body = b""
    try:
        while seconds and (piece := answer.readline()):
            body += piece
        body = body or answer.read()
    except TimeoutError:
        pass
    return answer.status, {name.lower(): value for name, value in answer.headers.items()}, body


class Contract:
    def __init__(self, base, folder, values):
        self.base, self.folder, self.values = base, pathlib.Path(folder), values
        self.problems, self.seen, self.asked = [], set(), 0
        self.fetch("openapi.yaml")
        self.fetch("asyncapi.yaml")
        for name in sorted(set(re.findall(r"[\w-]+\.schema\.json", (self.folder / "openapi.yaml").read_text()))):
            self.fetch(f"schema/{name}")
        self.paper = Paper(self.folder / "openapi.yaml")
        self.paths = self.paper.document["paths"]
        self.row = Paper(self.folder / "schema/indicator.schema.json")

    def fetch(self, name):
        status, _, body = ask(f"{self.base}/{name}")
        assert status == 200, f"/{name} answers {status}"
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(body)

    def is_valid(self):
        from openapi_spec_validator import OpenAPIV31SpecValidator
        validator = OpenAPIV31SpecValidator(self.paper.document, base_uri=self.paper.path.as_uri())
        self.problems += [f"openapi.yaml {e.json_path}: {e.message[:300]}" for e in validator.iter_errors()]

    # --- questions

    def everything(self):
        for path in self.paths:
            self.walk(path)
        for key in sorted(self.promised() - self.seen):
            self.problems.append(f"never seen: {' '.join(key)}")

    def walk(self, path):
        at = ["", "paths", path, "get"]
        parameters = [self.paper.follow([*at, "parameters", n])[1]
                      for n in range(len(self.paper.find(at).get("parameters", [])))]
        given = [p for p in parameters if p["in"] in ("path", "query") and self.known(p) is not None]
        required = [p["name"] for p in parameters if p.get("required")]
        types = [t for _, status, t in self.promised_of(path) if status == "200"] or [""]
        for values in itertools.product(*(self.known(p) for p in given)):
            chosen = dict(zip((p["name"] for p in given), values))
            for kind in types:
                self.ask(path, chosen, {"Accept": kind} if kind else {})
            if "406" in self.paper.find([*at, "responses"]):
                self.ask(path, chosen, {"Accept": "image/png"})
            for p in given:
                if p["in"] == "query":
                    self.ask(path, {k: v for k, v in chosen.items() if k != p["name"]})
            break_at = [p["name"] for p in given if p["in"] == "path" or p["name"] == "zone"]
            for name in break_at:
                self.ask(path, {**chosen, name: "nothing-of-that-name"})
            if not set(required) <= set(chosen):
                self.problems.append(f"{path}: no value is given for one of {required}")

    def known(self, parameter):
        return parameter["schema"].get("enum") or self.values.get(parameter["name"])

    def ask(self, path, values, headers={}):
        address = re.sub(r"\{(\w+)\}", lambda m: urllib.parse.quote(values.get(m[1], ""), safe="/" if m[1] == "path" else ""), path)
        query = {k: v for k, v in values.items() if "{%s}" % k not in path}
        if query:
            address += "?" + urllib.parse.urlencode(query)
        answer = self.get(address, path, headers)
        if answer[0] == 200 and "etag" in answer[1]:
            self.get(address, path, {**headers, "If-None-Match": answer[1]["etag"]})
        if after := re.match(r'<([^>]*)>; rel="next"', answer[1].get("link", "")):
            self.get(after[1], path, headers)

    def get(self, address, path, headers={}):
        is_stream = "text/event-stream" in [t for _, _, t in self.promised_of(path)]
        if is_stream:
            headers = {**headers, "Last-Event-ID": self.values.get("Last-Event-ID", ["0"])[0]}
        status, got, body = ask(self.base + address, headers, seconds=3 if is_stream else None)
        self.asked += 1
        self.judge(path, f"{address} {headers or ''}".strip(), status, got, body)
        return status, got, body

    def extra(self, address, status):
        """What is not derived from the document."""
        path = next((p for p in self.paths if template(p).fullmatch(address.split("?")[0])), None)
        got = self.get(address, path)[0]
        if got != status:
            self.problems.append(f"{address}: {got} instead of {status}")

    # --- answers

    def promised_of(self, path):
        at = ["", "paths", path, "get", "responses"]
        for status in self.paper.find(at):
            _, response = self.paper.follow([*at, status])
            for kind in response.get("content", {"": None}):
                yield path, status, kind

    def promised(self):
        unseen = self.values.get("unseen", [])
        return {key for path in self.paths for key in self.promised_of(path)
                if key[1] < "500" and key[1] not in unseen and f"{key[0]}:{key[1]}" not in unseen}

    def judge(self, path, question, status, headers, body):
        at = ["", "paths", path, "get", "responses", str(status)]
        if str(status) not in self.paper.find(at[:-1]):
            return self.problems.append(f"{question}: {status} is not promised: {body[:200]}")
        at, response = self.paper.follow(at)
        for name, header in response.get("headers", {}).items():
            self.header([*at, "headers", name], question, headers.get(name.lower()))
        kind = headers.get("content-type", "").split(";")[0]
        self.seen.add((path, str(status), kind))
        if "content" not in response:
            if body:
                self.problems.append(f"{question}: a body with {status}")
            return
        if kind not in response["content"]:
            return self.problems.append(f"{question}: {status} as '{kind}' is not promised")
        self.body([*at, "content", kind], kind, question, body)

    def header(self, at, question, value):
        at, header = self.paper.follow(at)
        if value is None:
            if header.get("required"):
                self.problems.append(f"{question}: no {at[-1]}")
            return
        if header["schema"].get("type") == "integer":
            value = int(value)
        self.complain(question, self.paper.problems([*at, "schema"], value))

    def body(self, at, kind, question, body):
        text = body.decode("utf-8")
        if kind == "text/event-stream":
            return self.events([*at, "x-events"], question, text)
        value = json.loads(text) if kind.endswith("json") else text
        value = yaml.safe_load(text) if kind == "application/yaml" else value
        self.complain(question, self.paper.problems([*at, "schema"], value))
        if kind == "text/csv":
            self.rows(question, text)
        for part in flat(value):
            self.complain(question, numbers(part))

    def events(self, at, question, text):
        names = self.paper.find(at)
        for block in text.split("\n\n")[:-1]:
            fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and line[0] != ":")
            if "event" not in fields:
                continue
            event = fields["event"]
            if event not in names:
                self.problems.append(f"{question}: event {event} is not promised")
                continue
            self.seen.add((question, "event", event))
            if ("id" in names[event]) != ("id" in fields):
                self.problems.append(f"{question}: {event} with id {fields.get('id')}")
            data = fields["data"]
            value = json.loads(data) if data[0] == "{" else data
            self.complain(question, self.paper.problems([*at, event, "data"], value))
        for event in names:
            if (question, "event", event) not in self.seen:
                self.problems.append(f"{question}: no event {event} came")

    def rows(self, question, text):
        """A row is the same reading or impact as in JSON, so the same schema judges it."""
        for row in csv.DictReader(io.StringIO(text, newline="")):
            value = {k: json.loads(v) if k in NUMBERS else v for k, v in row.items() if v}
            value.setdefault("value", None)
            if "level" in value:
                value["label"] = {"nl": LABELS[value["level"]]}
            if "reason" in value:
                value["reason"] = [{"code": code} for code in value["reason"].split(" ")]
            self.complain(f"{question} {row}", [*self.row.problems([""], value), *numbers(value)])

    def complain(self, question, problems):
        self.problems += [f"{question}: {problem}" for problem in problems]


if __name__ == "__main__":
    base, folder, *more = sys.argv[1:]
    pairs = [word.rsplit("=", 1) for word in more]
    contract = Contract(base, folder, {k: v.split(",") for k, v in pairs if not k.startswith("/")})
    contract.is_valid()
    for address, status in pairs:
        if address.startswith("/"):
            contract.extra(address, int(status))
    contract.everything()
    print(f"{contract.asked} questions, {len(contract.seen)} kinds of answers")
    sys.exit(verdict(contract.problems))
