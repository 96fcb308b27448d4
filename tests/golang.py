"""A real Go, and the note and tree packages of its authors, for the judge in tests/seal/judge.

``python -m tests.golang`` prints where Go is, or how to get it and exits 1.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ADVICE = (
    "no Go with golang.org/x/mod found: set GO and GOPATH to them, or as root:"
    " apt-get install golang-go golang-golang-x-mod-dev"
)
SOURCE = Path(__file__).parent / "seal" / "judge" / "judge.go"

_DEBIAN = "/usr/share/gocode"
_NEEDED = "src/golang.org/x/mod/sumdb/tlog/tlog.go"


def find_go() -> str | None:
    """Return the path of a Go whose library has what the judge needs, the one in GO before all others."""
    if not (Path(_library()) / _NEEDED).is_file():
        return None
    return os.environ.get("GO") or shutil.which("go")


def build(go: str, folder: Path) -> Path:
    """Build the judge into ``folder``, from packages on this machine alone."""
    program = folder / "judge"
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "GOCACHE": str(folder / "cache"),
        "GOPATH": _library(),
        "GO111MODULE": "off",
        "GOFLAGS": "",
        "GOTOOLCHAIN": "local",
        "CGO_ENABLED": "0",
    }
    done = subprocess.run(
        [go, "build", "-o", program, SOURCE], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return program


def _library() -> str:
    return os.environ.get("GOPATH") or _DEBIAN


def main() -> int:
    """Print where Go is; return 1 where there is none."""
    go = find_go()
    if go is None:
        sys.stdout.write(f"The judge of the sealed log is left out, {ADVICE}\n")
        return 1
    sys.stdout.write(f"{go}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
