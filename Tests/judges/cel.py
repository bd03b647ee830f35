"""Writes Tests/FootfallTests/Judged/cel.tsv: expressions and what cel-python makes of them.

    python3 -m venv venv && venv/bin/pip install cel-python==0.5.0
    for seed in 1 2 3; do venv/bin/python Tests/judges/cel.py 6250 $seed; done \\
        | awk '!seen[$0]++' > Tests/FootfallTests/Judged/cel.tsv

The first line is the context as JSON; a line is an expression, a tab, and its value as JSON with its type, such as
{"int": "5"}, or ! for an error.

The generator avoids these classes, where cel-python 0.5.0 is not CEL or where we add to CEL:
- int, uint and double beside each other in arithmetic, order, equality or 'in': cel-python knows no overload for
  most pairs; CEL compares them by value, and our arithmetic makes int and double a double;
- == and 'in' over different types: cel-python has no overload, CEL says false; null beside null is kept;
- map() with three arguments: cel-python cannot evaluate it;
- index below zero: cel-python counts from the end, CEL has an error;
- && and || with a side that is neither bool nor error, and macros with a body that is no bool: cel-python lets an int
  pass, CEL has no overload;
- string() of a bool (cel-python: True), of null, of whole doubles (1.0; Go's CEL: 1) and of doubles in exponent form;
- fractions of a second in durations and their texts: cel-python drops them in string(); durations in days (1d);
- int() and uint() of texts such as 0x1F, ' 5' or of a bool, bool() of an int: cel-python is more liberal;
- timestamp() of an int: cel-python has no overload;
- maps with keys that are not texts: ours have texts as keys;
- NaN beside NaN: cel-python finds them equal; division of a double by zero is kept for infinities only;
- the text of a timestamp with an offset or a fraction: cel-python keeps the offset and drops the fraction;
- the difference of two durations under anything but an order: cel-python makes it a plain timedelta;
- methods of a text that '+' made: cel-python makes it a plain str; here string() stands around it;
- an error inside a list or map literal: cel-python keeps it there as a value;
- an order between bool and int, as in 'a in b <= c': cel-python has Python's;
- has() on something that is no map; comparing lists or maps for order.
"""
import datetime
import json
import random
import sys

import celpy
from celpy import celtypes

CONTEXT = {
    "p": {
        "i": 5, "neg": -3, "zero": 0, "big": 9223372036854775807, "d": 2.5, "half": 0.5, "s": "hello", "u": "Größe €",
        "e": "", "t": True, "f": False, "n": None, "num": "42",
        "l": [1, 2, 3, 5], "ls": ["a", "bb", "ccc"], "ld": [0.5, 1.5], "le": [],
        "m": {"k": "way", "x": 1, "y": 2, "z": {"v": ["q", "r"], "w": 7}}, "lm": [{"c": 1, "n": "in"}, {"c": 4, "n": "out"}],
        "when": "2026-03-14T09:15:30Z",
    },
    "n": 7,
    "text": "line_12_in",
}
PATTERNS = ["^[a-z]+$", "l+", "\\\\d+", "(in|out)$", "^h.*o$", "[^a-z]", "^$", "ö", "_[0-9]{2}_"]


class Maker:
    def __init__(self, seed, evaluate):
        self.rnd = random.Random(seed)
        self.evaluate = evaluate
        self.loops = []  # (name, kind)

    def pick(self, *options):
        return self.rnd.choice(options)

    def bound(self, kind):
        return [name for name, known in self.loops if known == kind]

    def make(self, kind, depth):
        if depth <= 0 or self.rnd.random() < 0.08:
            return self.leaf(kind)
        return getattr(self, kind)(depth - 1)

    def leaf(self, kind):
        known = self.bound(kind)
        if known and self.rnd.random() < 0.6:
            return self.pick(*known)
        r = self.rnd
        if kind == "int":
            return self.pick(str(r.randint(0, 20)), str(-r.randint(1, 9)), "p.i", "p.neg", "n", "p.zero", "0x1F", "p.m.x",
                             "p.m['y']", "p.m.z.w", "p.l[1]", "p.lm[0].c", str(r.randint(0, 1 << 40)), "p.big", "p.nope")
        if kind == "uint":
            return self.pick(f"{r.randint(0, 20)}u", f"{r.randint(1, 99)}u", "0x0fu", f"{r.randint(0, 1 << 50)}u")
        if kind == "double":
            return self.pick(f"{r.randint(0, 99)}.{r.randint(0, 999)}", "p.d", "p.half", "1e3", "2.5e-3", "-0.75", "p.ld[0]")
        if kind == "str":
            return self.pick("'a'", '"b c"', "'hello'", "p.s", "p.u", "p.e", "text", "p.m.k", "p.ls[0]", "''", "r'\\d'",
                             "'\\u00e4\\x41\\t'", "'''tri'ple'''", "p.lm[1].n", "'42'", "p.num", "'l'", "'" + r.choice("abcdeö€ ") + "'")
        if kind == "bool":
            return self.pick("true", "false", "p.t", "p.f", "p.t", "has(p.i)", "has(p.n)", "has(p.m.nope)", "p.n == null")
        if kind == "bytes":
            return self.pick("b'ab'", "b'\\xff\\000'", "b''", "b'a'", "bytes(p.u)", "b\"ä\"")
        if kind == "ints":
            return self.pick("p.l", "[1, 2]", "[]", "p.le", "[p.i, n]", f"[{r.randint(0, 9)}, {r.randint(0, 9)}, p.i]")
        if kind == "strs":
            return self.pick("p.ls", "['x', p.s]", "['a', 'b', 'a']", "p.m.z.v", "[text]")
        if kind == "map":
            return self.pick("p.m.z", "{'a': 1, 'b': 2}", "{}", "p.m", "{'k': p.i, 'x': n}")
        if kind == "time":
            return self.pick("timestamp('2026-03-14T09:15:00Z')", "timestamp(p.when)", "timestamp('2024-02-29T22:59:59Z')",
                             f"timestamp('20{r.randint(10, 40)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}T{r.randint(0, 23):02}:{r.randint(0, 59):02}:07Z')")
        return self.pick("duration('90m')", "duration('1h30m')", f"duration('{r.randint(1, 9999)}s')", "duration('-15s')",
                         f"duration('{r.randint(1, 50)}h')")

    def safe(self, kind, d):
        """For a literal's element: one that is no error."""
        for _ in range(8):
            source = self.make(kind, min(d, 2)) if not self.loops else self.leaf(kind)
            if "nope" in source:
                continue
            if self.loops or self.evaluate(source) is not None:
                return source
        return {"int": "1", "str": "'a'", "double": "1.5"}[kind]

    def receiver(self, d):
        source = self.make("str", d)
        return f"string({source})" if "+" in source else source

    def int(self, d):
        m = self.make
        return self.pick(
            lambda: f"{m('int', d)} {self.pick('+', '-', '*')} {m('int', d)}",
            lambda: f"({m('int', d)} {self.pick('+', '-', '*', '/', '%')} {m('int', d)})",
            lambda: f"({m('int', d)}) {self.pick('/', '%')} {self.pick('2', '3', 'n', '-4', 'p.i')}",
            lambda: f"-({m('int', d)})",
            lambda: f"({m('bool', d)} ? {m('int', d)} : {m('int', d)})",
            lambda: f"size({m(self.pick('str', 'ints', 'strs', 'map', 'bytes'), d)})",
            lambda: f"({m(self.pick('ints', 'strs'), d)}).size()",
            lambda: f"({self.receiver(d)}).size()",
            lambda: "timestamp('2026-03-14T09:15:30.%sZ').getMilliseconds()" % self.pick("25", "007", "999"),
            lambda: f"int({m(self.pick('double', 'uint', 'int'), d)})",
            lambda: f"int({self.pick('p.num', chr(39) + str(self.rnd.randint(-99, 99)) + chr(39), 'p.s')})",
            lambda: f"({m('ints', d)})[{self.rnd.randint(0, 2)}]",
            lambda: f"({m('time', d)}).{self.pick('getFullYear', 'getMonth', 'getDate', 'getDayOfMonth', 'getDayOfWeek', 'getDayOfYear', 'getHours', 'getMinutes', 'getSeconds', 'getMilliseconds')}()",
            lambda: f"({m('time', d)}).{self.pick('getHours', 'getMinutes', 'getDate', 'getDayOfWeek')}('{self.pick('+01:00', '-05:30', '+00:00')}')",
            lambda: f"({m('dur', d)}).{self.pick('getHours', 'getMinutes', 'getSeconds', 'getMilliseconds')}()",
            lambda: f"int(timestamp('20{self.rnd.randint(10, 60)}-01-0{self.rnd.randint(1, 9)}T00:00:00Z'))",
        )()

    def uint(self, d):
        m = self.make
        return self.pick(
            lambda: f"({m('uint', d)} {self.pick('+', '-', '*', '/', '%')} {m('uint', d)})",
            lambda: f"uint({m(self.pick('int', 'double', 'uint'), d)})",
            lambda: f"({m('bool', d)} ? {m('uint', d)} : {m('uint', d)})",
        )()

    def double(self, d):
        m = self.make
        return self.pick(
            lambda: f"({m('double', d)} {self.pick('+', '-', '*')} {m('double', d)})",
            lambda: f"({m('double', d)}) / {self.pick('2.0', '0.3', 'p.d', '-4.5')}",
            lambda: f"double({m(self.pick('int', 'uint', 'double'), d)})",
            lambda: f"double({self.pick('p.num', '%s1.25e2%s' % (chr(39), chr(39)), 'p.s')})",
            lambda: f"-({m('double', d)})",
            lambda: f"({m('bool', d)} ? {m('double', d)} : {m('double', d)})",
        )()

    def str(self, d):
        m = self.make
        return self.pick(
            lambda: f"{m('str', d)} + {m('str', d)}",
            lambda: f"({m('bool', d)} ? {m('str', d)} : {m('str', d)})",
            lambda: f"string({m(self.pick('int', 'uint', 'str', 'time'), d)})",
            lambda: f"string({self.pick('p.d', '0.125', '-17.75', 'p.half')})",
            lambda: f"string(bytes({m('str', d)}))",
            lambda: f"string({m('dur', d)})",
            lambda: f"({m('strs', d)})[{self.rnd.randint(0, 2)}]",
        )()

    def bool(self, d):
        m = self.make
        kind = self.pick("int", "int", "uint", "double", "str", "bytes", "time", "dur", "bool")
        order = self.pick("<", "<=", ">", ">=", "==", "!=")
        return self.pick(
            lambda: f"({m(kind, d)} {order} {m(kind, d)})",
            lambda: f"({m(kind, d)} {order} {m(kind, d)})",
            lambda: f"({m('bool', d)} {self.pick('&&', '||')} {m('bool', d)})",
            lambda: f"({m('bool', d)} {self.pick('&&', '||')} {m('bool', d)} {self.pick('&&', '||')} {m('bool', d)})",
            lambda: f"!({m('bool', d)})",
            lambda: f"({m('bool', d)} ? {m('bool', d)} : {m('bool', d)})",
            lambda: f"({m('dur', d)} - {m('dur', d)} {order} {m('dur', d)})",
            lambda: f"(timestamp('2024-02-29T23:59:59.5+01:00') {order} {m('time', d)})",
            lambda: f"({self.receiver(d)}).{self.pick('startsWith', 'endsWith', 'contains')}({m('str', d)})",
            lambda: f"({self.receiver(d)}).matches('{self.pick(*PATTERNS)}')",
            lambda: f"matches({m('str', d)}, '{self.pick(*PATTERNS)}')",
            lambda: f"({m('int', d)} in {m('ints', d)})",
            lambda: f"({m('str', d)} in {m('strs', d)})",
            lambda: f"({m('str', d)} in {m('map', d)})",
            lambda: f"({m('ints', d)} {self.pick('==', '!=')} {m('ints', d)})",
            lambda: f"({m('strs', d)} {self.pick('==', '!=')} {m('strs', d)})",
            lambda: f"bool({self.pick(chr(39) + 'true' + chr(39), chr(39) + 'false' + chr(39), m('bool', d))})",
            lambda: self.macro(self.pick("all", "exists", "exists_one"), "bool", d),
            lambda: f"has({self.pick('p.m.z.w', 'p.x', 'p.n', 'p.m.q', 'p.lm[0].c', 'p.lm[1].q')})",
        )()

    def macro(self, name, body, d, kinds=("ints", "strs", "map")):
        over = self.pick(*kinds)
        target = self.make(over, d)
        variable = "xyz"[len(self.loops) % 3]
        if len(self.loops) >= 2:
            if name == "filter":
                return self.leaf(kinds[0])
            return self.leaf("bool") if body == "bool" else self.leaf("ints" if body == "int" else "strs")
        self.loops.append((variable, "int" if over == "ints" else "str"))
        inside = self.make(body, d)
        self.loops.pop()
        return f"({target}).{name}({variable}, {inside})"

    def bytes(self, d):
        m = self.make
        return self.pick(
            lambda: f"({m('bytes', d)} + {m('bytes', d)})",
            lambda: f"bytes({m('str', d)})",
            lambda: f"({m('bool', d)} ? {m('bytes', d)} : {m('bytes', d)})",
        )()

    def ints(self, d):
        m = self.make
        return self.pick(
            lambda: f"({m('ints', d)} + {m('ints', d)})",
            lambda: f"[{self.safe('int', d)}, {self.safe('int', d)}]",
            lambda: self.macro("map", "int", d),
            lambda: self.macro("filter", "bool", d, ("ints",)),
            lambda: f"({m('bool', d)} ? {m('ints', d)} : {m('ints', d)})",
        )()

    def strs(self, d):
        m = self.make
        return self.pick(
            lambda: f"({m('strs', d)} + {m('strs', d)})",
            lambda: f"[{self.safe('str', d)}, {self.safe('str', d)}]",
            lambda: self.macro("map", "str", d),
            lambda: self.macro("filter", "bool", d, ("strs",)),
        )()

    def map(self, d):
        m = self.make
        return self.pick(
            lambda: f"{{'a': {self.safe('int', d)}, 'b': {self.safe('int', d)}}}",
            lambda: f"{{'k': {self.safe('str', d)}, {self.safe('str', d)}: {self.safe('double', d)}}}",
            lambda: f"({m('bool', d)} ? {m('map', d)} : {m('map', d)})",
        )()

    def time(self, d):
        m = self.make
        return self.pick(
            lambda: f"({m('time', d)} {self.pick('+', '-')} {m('dur', d)})",
            lambda: f"({m('dur', d)} + {m('time', d)})",
            lambda: f"timestamp(string({m('time', d)}))",
            lambda: f"({m('bool', d)} ? {m('time', d)} : {m('time', d)})",
        )()

    def dur(self, d):
        m = self.make
        whole = "timestamp('2026-03-14T09:15:00Z') - timestamp('2020-01-01T00:00:0%d-02:00')" % self.rnd.randint(0, 9)
        return self.pick(
            lambda: f"({m('dur', d)} + {m('dur', d)})",
            lambda: f"({whole})",
            lambda: f"({m('bool', d)} ? {m('dur', d)} : {m('dur', d)})",
        )()


def encoded(value):
    import struct
    if value is None:
        return {"null": ""}
    if isinstance(value, (celtypes.BoolType, bool)):
        return {"bool": str(bool(value)).lower()}
    if isinstance(value, celtypes.UintType):
        return {"uint": str(int(value))}
    if isinstance(value, celtypes.TimestampType):
        return {"time": str(round((value - celtypes.TimestampType("1970-01-01T00:00:00Z")).total_seconds() * 1e6))}
    if isinstance(value, celpy.CELEvalError):  # an error inside a list or a map
        raise value
    if isinstance(value, datetime.timedelta):
        return {"duration": str(round(value.total_seconds() * 1e6))}
    if isinstance(value, int):
        return {"int": str(int(value))}
    if isinstance(value, float):
        return {"double": struct.pack(">d", value).hex()}
    if isinstance(value, bytes):
        return {"bytes": bytes(value).hex()}
    if isinstance(value, str):
        return {"text": str(value)}
    if isinstance(value, list):
        return {"list": [encoded(element) for element in value]}
    if isinstance(value, dict):
        return {"map": {str(key): encoded(element) for key, element in value.items()}}
    raise ValueError(type(value))


def judge():
    environment = celpy.Environment()
    context = {name: celpy.json_to_cel(value) for name, value in CONTEXT.items()}

    def evaluate(source):
        try:
            return encoded(environment.program(environment.compile(source)).evaluate(context))
        except (celpy.CELEvalError, celpy.CELParseError):
            return None

    return evaluate


def main():
    wanted, seed = int(sys.argv[1]), int(sys.argv[2])
    evaluate = judge()
    print(json.dumps(CONTEXT, ensure_ascii=False))
    maker = Maker(seed, evaluate)
    kinds = ["int", "int", "uint", "double", "str", "bool", "bool", "bool", "bytes", "ints", "strs", "map", "time", "dur"]
    seen, errors = set(), 0
    while len(seen) < wanted:
        source = maker.make(maker.rnd.choice(kinds), maker.rnd.randint(1, 6))
        if source in seen or len(source) > 110:
            continue
        result = evaluate(source)
        if result is None and errors > len(seen) * 0.25:
            continue
        errors += result is None
        seen.add(source)
        text = "!" if result is None else json.dumps(result, ensure_ascii=False, separators=(",", ":"))
        print(source, text, sep="\t")
    print(f"{wanted} expressions, {errors} of them errors", file=sys.stderr)


main()
