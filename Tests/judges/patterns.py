"""Writes Tests/FootfallTests/Judged/regex.tsv: patterns, texts and what they capture.

    python3 -m venv venv && venv/bin/pip install google-re2==1.1.20251105
    venv/bin/python Tests/judges/patterns.py > Tests/FootfallTests/Judged/regex.tsv

A line is pattern, text and groups, parted by tabs; groups are `start-end` in characters, `.` for one that took no
part, and `!` alone where nothing matches. Only what Python's re and RE2 agree on is kept.
"""
import random
import re

import re2

ATOMS = ["a", "b", "c", ".", "[ab]", "[^a]", "[a-c]", "\\d", "\\w", "\\s", "\\W", "ä", "[ä-ü]", "1", "x", "\\.", "€"]
TEXT = "aabbcc1 .xäü€_A"


def pattern(rnd, depth):
    kind = rnd.random()
    if depth == 0 or kind < 0.25:
        return rnd.choice(ATOMS)
    if kind < 0.5:
        return pattern(rnd, depth - 1) + pattern(rnd, depth - 1)
    if kind < 0.6:
        return "(?:" + pattern(rnd, depth - 1) + "|" + pattern(rnd, depth - 1) + ")"
    if kind < 0.75:
        return "(" + pattern(rnd, depth - 1) + ")"
    if kind < 0.8:
        return "(" + pattern(rnd, depth - 1) + "|" + pattern(rnd, depth - 1) + ")"
    if kind < 0.96:
        inner = rnd.choice(["(", "(?:"]) + pattern(rnd, depth - 1) + ")"
        many = rnd.choice(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?", "{2,}"])
        return inner + many
    return rnd.choice(["^", "\\b", "\\B", "(?i:a)", "(?i:B|c)"]) + pattern(rnd, depth - 1)


def spans(match):
    if match is None:
        return "!"
    parts = [match.span(group) for group in range(match.re.groups + 1)]
    return " ".join("." if start < 0 else f"{start}-{end}" for start, end in parts)


def main():
    rnd = random.Random(7)
    seen, differ = set(), 0
    options = re2.Options()
    options.log_errors = False
    while len(seen) < 4000:
        source = pattern(rnd, rnd.randint(1, 5))
        text = "".join(rnd.choice(TEXT) for _ in range(rnd.randint(0, 12)))
        if (source, text) in seen or len(source) > 60:
            continue
        try:
            mine = spans(re.compile(source, re.ASCII).search(text))
            theirs = spans(re2.compile(source, options).search(text))
        except (re.error, re2.error):
            continue
        if mine != theirs:
            differ += 1
            continue
        seen.add((source, text))
        print(source, text, mine, sep="\t")
    import sys
    print(f"{differ} left out", file=sys.stderr)


main()
