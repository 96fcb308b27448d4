"""The signer of the log: it signs that the log grew, remembers what it signed, and never goes back.

It runs apart, in production as a user of its own, and needs no database: whoever owns database and
application cannot sign a second history. What it remembers is on the disk before a signature leaves it, and
every signature begins by reading that, under a lock: kill it at any moment, run two, nothing forks.

The folder holds one numbered folder for each log it has signed for; the last one counts:

    lock  1/state.json  1/<key id>.key  ...

Every active key signs, so that keys can be changed with an overlap.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ppid.seal.checkpoint import Checkpoint, CheckpointError
from ppid.seal.leaf import is_safe
from ppid.seal.note import KeyFormError, Kind, Note, Signer
from ppid.seal.spelling import SpellingError, base64_of, bytes_of
from ppid.seal.tree import EMPTY_ROOT, HASH_BYTES, ProofError, check_consistency

STATE, LOCK, KEY_SUFFIX = "state.json", "lock", ".key"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_NO_SIGNER = (
    "There is no signer in {}. Name the folder that it is in (PPID_SIGNER_DIR); only for a log that has not "
    "begun yet, make one: ppid signer init"
)


class SignerError(Exception):
    """The signer's folder cannot be made or used. The sentence says why and what to do."""


class RefusedError(Exception):
    """The signer does not sign this. ``code`` says why; the sentence is fit to show to an operator."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class State:
    """What was signed last: nothing yet where ``size`` is 0."""

    origin: str
    size: int = 0
    root: bytes = EMPTY_ROOT
    note: str = ""

    def written(self) -> str:
        """The state as it is kept and sent."""
        told = {"origin": self.origin, "size": self.size, "root": base64_of(self.root), "note": self.note}
        return json.dumps(told, ensure_ascii=True)

    @classmethod
    def read(cls, written: str | bytes) -> State:
        """Read what ``written`` gave. Raises ValueError."""
        told = json.loads(written)
        origin, size, root, note = (told[name] for name in ("origin", "size", "root", "note"))
        if not (isinstance(origin, str) and type(size) is int and size >= 0 and isinstance(note, str)):
            raise ValueError("a value of the state is of another kind")
        return cls(origin, size, bytes_of(root, "root", HASH_BYTES), note)


class LogSigner:
    """The signer of one folder. Several may work on the same folder, in threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def create(cls, folder: Path, origin: str) -> LogSigner:
        """Make the folder with a first key for the log ``origin``. Raises SignerError where there is one."""
        signer = cls(folder)
        if signer.exists():
            raise SignerError(f"There is a signer in {folder}. It is made once, and never made anew.")
        signer._begin(1, origin)
        return signer

    def exists(self) -> bool:
        """Whether there is anything of a signer here, whole or not."""
        return self._newest() > 0

    def reopen(self, origin: str) -> str:
        """Sign for ``origin`` from now on, with a new key, and for the old log no more; return the vkey."""
        with self._locked():
            if self.state().origin == origin:
                raise SignerError(f"The signer signs for {origin} already. A new log needs a new name.")
            return self._begin(self._newest() + 1, origin)

    # What a client asks ----------------------------------------------------------------------------------

    def state(self) -> State:
        """What was signed last. Raises SignerError."""
        place = self._place() / STATE
        try:
            return State.read(place.read_bytes())
        except FileNotFoundError:
            raise SignerError(
                f"{place} is missing. A key without its memory must not sign: docs/operations/restored.md"
            ) from None
        except (OSError, ValueError, KeyError, TypeError) as broken:
            raise SignerError(f"{place} cannot be read ({type(broken).__name__}).") from broken

    def vkeys(self) -> list[str]:
        """The public keys that sign."""
        return [str(key.verifier) for key in self._keys()]

    def sign(self, checkpoint: Checkpoint, proof: Sequence[bytes]) -> Note:
        """Sign a checkpoint that goes on from the last one; the same one again gets the same signatures.

        Raises RefusedError, SignerError.
        """
        with self._locked():
            state = self.state()
            _judge(state, checkpoint, proof)
            text = checkpoint.text
            note = Note(text, ()).signed(*(key.sign(text) for key in self._keys()))
            signed = State(checkpoint.origin, checkpoint.size, checkpoint.root, str(note))
            if signed != state:
                _write(self._place() / STATE, signed.written())  # on the disk, and only then out of the door
            else:
                _sync(self._place())  # whoever wrote it may have been killed before it was on the disk
            return note

    # Keys ------------------------------------------------------------------------------------------------

    def add_key(self) -> str:
        """Make one more key, which signs from now on; return its vkey."""
        with self._locked():
            key = Signer.new(self.state().origin, Kind.NOTE)
            _write(self._place() / f"{key.verifier.key_id.hex()}{KEY_SUFFIX}", key.secret() + "\n")
            return str(key.verifier)

    def retire_key(self, vkey: str) -> None:
        """Destroy a key. Raises SignerError for the last one, and for one that is not here."""
        with self._locked():
            found = {str(key.verifier): key for key in self._keys()}
            if vkey not in found:
                raise SignerError("The signer has no such key. Its keys: ppid signer status")
            if len(found) == 1:
                raise SignerError("This is the only key. Make the new one first: ppid signer keys new")
            place = self._place()
            (place / f"{found[vkey].verifier.key_id.hex()}{KEY_SUFFIX}").unlink()
            _sync(place)

    def _keys(self) -> list[Signer]:
        place = self._place()
        keys = [_read_key(path) for path in sorted(place.glob(f"*{KEY_SUFFIX}"))]
        if not keys:
            raise SignerError(f"There is no key in {place}. Nothing can be signed without one.")
        return keys

    # The folder ------------------------------------------------------------------------------------------

    def _newest(self) -> int:
        try:
            return max((int(path.name) for path in self.folder.iterdir() if path.name.isdecimal()), default=0)
        except FileNotFoundError:
            return 0
        except OSError as broken:
            raise SignerError(f"{self.folder} cannot be used ({type(broken).__name__}).") from broken

    def _place(self) -> Path:
        newest = self._newest()
        if not newest:
            raise SignerError(_NO_SIGNER.format(self.folder))
        return self.folder / str(newest)

    def _begin(self, number: int, origin: str) -> str:
        if not is_safe(origin):
            raise SignerError("The name of a log is printable ASCII without quotation marks.")
        try:
            key = Signer.new(origin, Kind.NOTE)
        except KeyFormError as wrong:
            raise SignerError(f"A log cannot have this name: {wrong}.") from wrong
        try:
            self._place_new(number, key)
        except OSError as broken:
            raise SignerError(f"{self.folder} cannot be made ({type(broken).__name__}).") from broken
        return str(key.verifier)

    def _place_new(self, number: int, key: Signer) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made beside and moved into place: there is never a key without its state.
        fresh = self.folder / f".{secrets.token_hex(8)}"
        fresh.mkdir(mode=0o700)
        _write(fresh / f"{key.verifier.key_id.hex()}{KEY_SUFFIX}", key.secret() + "\n")
        _write(fresh / STATE, State(key.verifier.name).written())
        try:
            fresh.rename(self.folder / str(number))
        except OSError:
            raise SignerError(f"Somebody else made the signer in {self.folder} at the same moment.") from None
        _sync(self.folder)
        _sync(self.folder.absolute().parent)  # the log will name this key: no power cut may take it away

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            descriptor = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:
            raise SignerError(_NO_SIGNER.format(self.folder)) from None
        except OSError as broken:
            raise SignerError(f"{self.folder} cannot be used ({type(broken).__name__}).") from broken
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def checkpoint_of(told: object) -> tuple[Checkpoint, list[bytes]]:
    """Read a request to sign: checkpoint and proof. Raises RefusedError."""
    try:
        match told:
            case {"origin": str(origin), "size": int(size), "root": str(root), "proof": list(hashes)} if (
                type(size) is int
            ):
                proof = [bytes_of(str(each), "hash", HASH_BYTES) for each in hashes]
                return Checkpoint(origin, size, bytes_of(root, "root", HASH_BYTES)), proof
            case _:
                pass
    except (SpellingError, CheckpointError):
        pass
    raise RefusedError("malformed", "This is not a request to sign a checkpoint.")


def _judge(state: State, checkpoint: Checkpoint, proof: Sequence[bytes]) -> None:
    """Insist that the checkpoint goes on from what was signed last. Raises RefusedError."""
    if checkpoint.extensions or checkpoint.size == 0:
        raise RefusedError("malformed", "This is not a checkpoint that a log of ours has.")
    if checkpoint.origin != state.origin:
        raise RefusedError("other-log", f"The signer signs for {state.origin} and for no other log.")
    if checkpoint.size < state.size:
        raise RefusedError(
            "smaller", f"The log has {checkpoint.size} entries; {state.size} were signed. Was it restored?"
        )
    if checkpoint.size == state.size and checkpoint.root != state.root:
        raise RefusedError("forked", f"Another history of {state.size} entries was signed.")
    if state.size in {0, checkpoint.size}:
        return
    try:
        check_consistency(state.size, state.root, checkpoint.size, checkpoint.root, proof)
    except ProofError:
        raise RefusedError(
            "inconsistent",
            f"The log of {checkpoint.size} entries is not shown to go on from the {state.size} signed.",
        ) from None


def _read_key(path: Path) -> Signer:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
        signer = Signer.of(text)
    except (OSError, UnicodeDecodeError, KeyFormError) as broken:
        raise SignerError(f"The key {path} cannot be read ({type(broken).__name__}).") from broken
    if mode & _OTHERS:
        raise SignerError(
            f"The key {path} can be read by others ({stat.filemode(mode)}). Run: chmod 600 {path}"
        )
    return signer


def _write(path: Path, text: str) -> None:
    """Put a file in place whole, on the disk, for its owner alone. The caller holds the lock."""
    fresh = path.with_name(f"{path.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
