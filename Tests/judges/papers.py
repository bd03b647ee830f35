"""The papers of the interfaces, read together with the JSON Schemas that they refer to."""
import functools, json, pathlib, re
import jsonschema, yaml
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from urllib.parse import unquote, urlparse

STANDARDS = pathlib.Path(__file__).resolve().parent / "standards" / "schemas"


class Paper:
    """A YAML or JSON file whose parts are schemas, or hold some."""

    def __init__(self, path):
        self.path = pathlib.Path(path).resolve()
        self.document = load(self.path)
        self.registry = Registry(retrieve=retrieve)

    def find(self, pointer):
        part = self.document
        for name in pointer[1:]:
            part = part[int(name) if isinstance(part, list) else name]
        return part

    def follow(self, pointer):
        """Where a part really is, and the part: a reference inside the paper is followed."""
        part = self.find(pointer)
        while isinstance(part, dict) and "$ref" in part and part["$ref"].startswith("#"):
            pointer = ["", *(unescape(name) for name in part["$ref"].lstrip("#/").split("/"))]
            part = self.find(pointer)
        return pointer, part

    @functools.lru_cache(maxsize=None)
    def validator(self, *pointer):
        fragment = "/".join(escape(str(name)) for name in pointer)
        return jsonschema.Draft202012Validator(
            {"$ref": f"{self.path.as_uri()}#{fragment}"}, registry=self.registry,
            format_checker=jsonschema.FormatChecker())

    def problems(self, pointer, value):
        return [f"{e.json_path}: {e.message[:300]}" for e in self.validator(*pointer).iter_errors(value)]


def load(path):
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)


@functools.lru_cache(maxsize=None)
def retrieve(uri):
    path = pathlib.Path(unquote(urlparse(uri).path))
    return Resource.from_contents(load(path), default_specification=DRAFT202012)


def escape(name):
    return name.replace("~", "~0").replace("/", "~1")


def unescape(name):
    return name.replace("~1", "/").replace("~0", "~")


def against(schema, folder, value):
    """What a schema of the daemon's, or of ours for what goes elsewhere, says of a value."""
    own = STANDARDS / f"{schema}.schema.json"
    path = own if own.exists() else pathlib.Path(folder) / f"{schema}.schema.json"
    found = lambda uri: retrieve(uri if (pathlib.Path(urlparse(uri).path)).exists() else
                                 (pathlib.Path(folder).resolve() / pathlib.Path(urlparse(uri).path).name).as_uri())
    validator = jsonschema.Draft202012Validator(
        {"$ref": path.resolve().as_uri()}, registry=Registry(retrieve=found),
        format_checker=jsonschema.FormatChecker())
    return [f"{e.json_path}: {e.message[:300]}" for e in validator.iter_errors(value)]


def numbers(value):
    """What a JSON Schema cannot tell of a reading or an impact."""
    low, middle, high, score = (
        part if isinstance(part := value.get(name), (int, float)) else None
        for name in ("lower", "value", "upper", "score"))
    if None not in (low, middle, high) and not low <= middle <= high:
        yield f"{middle} is not between {low} and {high}"
    if score is not None and round(score, 1) != score:
        yield f"score {score} has more than one decimal"


def flat(value):
    """All objects in a value."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from flat(part)
    elif isinstance(value, list):
        for part in value:
            yield from flat(part)


def template(address):
    """A pattern for an address with {names}; {path} takes several parts."""
    parts = re.split(r"\{(\w+)\}", address)
    pattern = re.escape(parts[0])
    for name, text in zip(parts[1::2], parts[2::2]):
        pattern += f"(?P<{name}>{'.+' if name == 'path' else '[^/]+'})" + re.escape(text)
    return re.compile(pattern)


def verdict(problems):
    """Prints what is wrong; the exit code says whether anything is."""
    for problem in problems[:40]:
        print(problem)
    print(f"{len(problems)} problems")
    return bool(problems)
