"""The verifier's audit on the log of this installation, and what only our own code can add: the replay."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ppid.database import StoreError
from ppid.log import LogError
from ppid.seal import verifier
from ppid.seal.leaf import instant
from ppid.seal.live import open_source
from projections.exported import Exported, NotExportedError
from projections.proving import Overview, compare_overviews, tell, unread
from web.services import Services

Told = Callable[[str], None]
_UNSENT = re.compile(r"'([0-9a-f]{64})'")


@dataclass(frozen=True)
class Audit:
    """One check by one policy."""

    services: Services
    policy: verifier.Policy
    archives: Sequence[Path] = ()
    progress: Told = lambda _: None

    def of_live(self, notebook: Mapping[str, Any] | None, *, files: bool) -> verifier.Result:
        """Check the log as it lies in the database, then every overview."""
        settings = self.services.settings
        folder = settings.files if files else None
        try:
            with open_source(settings.database_url) as source:
                result = verifier.audit(
                    source,
                    self.policy,
                    folder,
                    self.archives,
                    notebook,
                    lambda done: self.progress(f"{done} entries"),
                    now=instant(self.services.now()),
                )
        except StoreError as away:
            return _unreadable(type(away).__name__)
        if folder:
            _leave_unsent(result, folder)
        self._replay(result)
        return result

    def of_export(self, exported: Path, notebook: Mapping[str, Any] | None) -> verifier.Result:
        """Check an export, and that all of it can be replayed; the overviews are those of the live log."""
        try:
            with closing(verifier.SqliteSource(exported)) as source:
                result = verifier.audit(source, self.policy, None, self.archives, notebook)
        except verifier.CannotRead as wrong:
            return _unreadable(str(wrong))
        try:
            with closing(Exported(exported)) as events:
                for _ in events.stream_all():
                    pass
        except LogError as stopped:
            event, why = unread(stopped)
            result.add("P02", event=event, why=why)
        except (StoreError, NotExportedError) as stopped:
            result.add("P02", event=exported.name, why=type(stopped).__name__)
        return result

    def _replay(self, result: verifier.Result) -> None:
        services = self.services
        try:
            services.follower.catch_up()
        except (StoreError, LogError) as stopped:
            result.add("P02", event="-", why=type(stopped).__name__)
        tell(compare_overviews(services.log, services.views, self._compared), result)

    def _compared(self, overview: Overview) -> None:
        self.progress(f"{overview.name}: {overview.rows} rows")


def _unreadable(why: str) -> verifier.Result:
    result = verifier.Result("audit")
    result.add("R01", what="log", why=why)
    return result


def _leave_unsent(result: verifier.Result, folder: Path) -> None:
    """Take out what is no alarm in a live store: whole files of forms that nobody has sent yet."""
    kept, unsent = [], 0
    for finding in result.findings:
        name = _UNSENT.search(finding.text[1]) if finding.code == "F03" else None
        if name and _is_whole(folder, name[1]):
            unsent += 1
        else:
            kept.append(finding)
    if unsent:
        result.findings[:] = kept
        result.count("files_of_unsent_forms", unsent)
        result.found["F03"] -= unsent
        if not result.found["F03"]:
            del result.found["F03"]


def _is_whole(folder: Path, name: str) -> bool:
    path = folder / name[:2] / name
    try:
        return path.is_file() and verifier.file_sha256(path).hex() == name
    except OSError:
        return False


def noted(file: Path | None) -> dict[str, Any]:
    """The auditor's notebook; one that is not there yet is empty. Raises ``Bad``, ``CannotRead``."""
    return verifier._notebook(str(file) if file else None)  # noqa: SLF001 - one notebook, one hand


def note(file: Path | None, notebook: dict[str, Any], result: verifier.Result) -> None:
    """Note the newest confirmed seal, only where everything held."""
    if file:
        verifier._remember(str(file), notebook, result)  # noqa: SLF001 - one notebook, one hand
