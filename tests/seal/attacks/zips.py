"""A bundle in the hands of whoever passes it on: taken apart, changed, and put together again."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from ppid.events import Stream
from ppid.files import FileStore
from ppid.seal.bundle import write_bundle
from ppid.seal.ledger import Ledger
from ppid.seal.policy import Policy
from tests.seal.attacks.history import History


def bundle_of(history: History, stream: Stream) -> Bundle:
    """The bundle of a case, as the office hands it out."""
    ledger, out = Ledger(history.url), io.BytesIO()
    try:
        store = FileStore(history.folder / "files")
        write_bundle(ledger, store, stream, out, policy=Policy.of(history.policy))
    finally:
        ledger.close()
    return Bundle.of(out.getvalue())


@dataclass
class Bundle:
    """The files of a bundle, by name."""

    files: dict[str, bytes]

    @classmethod
    def of(cls, content: bytes) -> Bundle:
        """Take it apart."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return cls({name: archive.read(name) for name in archive.namelist()})

    def zipped(self, *, listed: bool = True) -> bytes:
        """Put it together again; ``listed``: with a manifest that fits."""
        if listed:
            self.list_again()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.files.items():
                archive.writestr(zipfile.ZipInfo(name, (2026, 6, 11, 0, 0, 0)), content)
        return out.getvalue()

    def list_again(self) -> None:
        """Make the manifest fit the files."""
        manifest = self.manifest
        manifest["files"] = [
            {"path": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in sorted(self.files.items())
            if name != "manifest.json"
        ]
        self.files["manifest.json"] = json.dumps(manifest).encode()

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest, read."""
        found: dict[str, Any] = json.loads(self.files["manifest.json"])
        return found

    def change_manifest(self, **changes: object) -> None:
        """Write fields of the manifest."""
        self.files["manifest.json"] = json.dumps(self.manifest | changes).encode()

    def lines(self, name: str = "events.ndjson") -> list[dict[str, Any]]:
        """The lines of the events."""
        return [json.loads(line) for line in self.files[name].splitlines()]

    def set_lines(self, lines: list[dict[str, Any]], name: str = "events.ndjson") -> None:
        """Write the lines of the events."""
        self.files[name] = b"".join(json.dumps(line).encode() + b"\n" for line in lines)

    def change_line(self, at: int, name: str = "events.ndjson", **changes: object) -> None:
        """Change fields of one line."""
        lines = self.lines(name)
        lines[at] |= changes
        self.set_lines(lines, name)

    def drop_line(self, at: int, name: str = "events.ndjson") -> None:
        """Leave one entry out, with its proof."""
        lines = self.lines(name)
        del self.files[f"{name.removesuffix('events.ndjson')}proofs/{index_of(lines.pop(at))}.tlog-proof"]
        self.set_lines(lines, name)

    def change_state(self, at: int, old: bytes, new: bytes, name: str = "events.ndjson") -> None:
        """Change the content of one entry."""
        state = b64decode(self.lines(name)[at]["state"])
        assert old in state, state
        self.change_line(at, name, state=b64encode(state.replace(old, new, 1)).decode())

    def replace(self, pattern: str, old: bytes, new: bytes) -> int:
        """Exchange bytes in every file whose name contains ``pattern``; return in how many."""
        touched = [name for name, content in self.files.items() if pattern in name and old in content]
        for name in touched:
            self.files[name] = self.files[name].replace(old, new)
        return len(touched)

    @property
    def heads(self) -> dict[str, Any]:
        """The completeness proof, read."""
        found: dict[str, Any] = json.loads(self.files["heads.json"])
        return found

    def set_heads(self, heads: dict[str, Any]) -> None:
        """Write the completeness proof."""
        self.files["heads.json"] = json.dumps(heads).encode()


def index_of(line: dict[str, Any]) -> int:
    """The index of the entry in a line."""
    return int(json.loads(line["leaf"])["index"])
