#!/usr/bin/env python3
"""Lets schemathesis ask a running daemon whatever its OpenAPI document allows, and what it forbids.

    abuse.py URL EXAMPLES [NAME=VALUE ...]

EXAMPLES are so many questions for each operation, with the same chance each time; NAME=VALUE are parameters of a path for
which there is something. The live stream has no end and is left out. All checks must pass.
"""
import pathlib, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = pathlib.Path(sys.executable)
base, examples, *values = sys.argv[1:]
known = "\n".join('"path.{}" = "{}"'.format(*value.split("=", 1)) for value in values)
settings = f"""
hooks = "{HERE / 'schemathesis_hooks.py'}"
seed = 1
[parameters]
{known}
"""
with tempfile.TemporaryDirectory() as folder:
    (pathlib.Path(folder) / "schemathesis.toml").write_text(settings)
    done = subprocess.run(
        [PYTHON.parent / "schemathesis", "run", f"{base}/openapi.yaml", "--exclude-path-regex", "live$",
         "--max-examples", examples, "--continue-on-failure", "--no-color", "--suppress-health-check", "all"],
        cwd=folder, capture_output=True, text=True)
print(done.stdout[-6000:], done.stderr[-2000:])
sys.exit(done.returncode)
