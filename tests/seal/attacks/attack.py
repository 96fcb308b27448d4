"""One attack: what is done, what must be said of it in both languages, and with which exit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from ppid.seal import verifier
from tests.seal.attacks.scene import Scene, codes, says


class Said(NamedTuple):
    """A finding, and what its sentence has to hold in Indonesian and in English."""

    code: str
    indonesian: str
    english: str


@dataclass(frozen=True)
class Attack:
    """What is done, what must be found (exactly these codes), and with which exit."""

    name: str
    act: Callable[[Scene], object]
    said: tuple[Said, ...]
    others: tuple[str, ...] = ()
    """Codes that follow from the same act."""
    exit_code: int = 1
    files: bool = False
    archives: bool = False
    notebook: bool = False

    @property
    def found(self) -> list[str]:
        """All codes, sorted."""
        codes_said = {said.code for said in self.said if not said.code.startswith("W")}
        return sorted(codes_said | set(self.others))

    policy: Callable[[Scene], str] | None = None
    """Another policy than the history's."""
    notes: tuple[str, ...] | None = None
    """The codes of notes (W…) besides; None: whichever."""


def check(scene: Scene, attack: Attack) -> verifier.Result:
    """Do it, and insist on what must be said: these codes, no other, in these words."""
    attack.act(scene)
    h = scene.history
    result = scene.audit(
        policy=attack.policy(scene) if attack.policy else "",
        files=attack.files,
        archives=h.archives if attack.archives else None,
        notebook=h.notebook if attack.notebook else None,
    )
    for said in attack.said:
        says(result, *said)
    told = [(f.code, f.entry, f.sentence("en")) for f in result.findings]
    assert codes(result) == attack.found, told
    assert result.exit_code == attack.exit_code, told
    if attack.notes is not None:
        assert tuple(code for code in result.codes if code.startswith("W")) == attack.notes, told
    return result
