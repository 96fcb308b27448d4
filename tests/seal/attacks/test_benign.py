"""What a careful administrator does raises nothing (audit-log.md, part 4: 101 to 105)."""

from __future__ import annotations

from tests.seal.attacks.scene import Scene, clean


def test_101_untouched_history_is_verified(scene: Scene) -> None:
    result = scene.audit(files=True, archives=scene.history.archives, notebook=scene.history.notebook)
    clean(result)
    assert result.has("W03")  # 105: the newest events are under no seal yet
