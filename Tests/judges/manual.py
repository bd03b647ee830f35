"""Runs the Python of a document, block after block, as a reader would in a notebook.

    manual.py DOCUMENT [NAME=VALUE]...

The names are variables of the environment. Stops at the first block that fails. A block ends with what it printed.
"""
import os
import pathlib
import re
import sys

document = pathlib.Path(sys.argv[1])
os.environ.update(argument.split("=", 1) for argument in sys.argv[2:])
blocks = re.findall(r"^```python\n(.*?)^```", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
names = {}
for number, block in enumerate(blocks, 1):
    print(f"# block {number}", flush=True)
    exec(compile(block, f"{document.name}, block {number}", "exec"), names)
print(f"{len(blocks)} blocks")
sys.exit(not blocks)
