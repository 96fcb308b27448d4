"""What a projection is: the shape of its rows, the key it finds them by, and the pure fold that makes them.

A projection is a value. Its columns are read off a frozen struct, so that SQL stands in one place only
(``tables.py``). Pure: no clock, no database.
"""

from __future__ import annotations

import re
import typing
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from functools import cached_property
from operator import attrgetter
from typing import Generic, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import inspect

from ppid.database import Value
from ppid.events import Recorded

Row = TypeVar("Row", bound=msgspec.Struct)
Key: TypeAlias = tuple[Value, ...]
"""The values of a row's key columns, as they are stored."""
Tally: TypeAlias = Counter[tuple[str, ...]]

_Codec: TypeAlias = tuple[
    Literal["text", "integer"], Callable[[typing.Any], Value], Callable[[typing.Any], object] | None
]
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_MOST_SEARCHED = 4  # PostgreSQL has as many weights
_MAX_NAME_LENGTH = 40  # PostgreSQL cuts names at 63 bytes; ours still gain a suffix
LAST_TEXT = "\U0010ffff"
LAST_NUMBER = 2**63 - 1
"""What None is sorted as: after everything else, on both databases."""
_INTEGERS = range(-(2**63), LAST_NUMBER)
_JSON = msgspec.json.Encoder(order="deterministic")


class ShapeError(TypeError):
    """A projection is declared in a way that cannot be stored. Found when it is declared, never later."""


class BadValueError(ValueError):
    """A value that no row of this column can hold was asked for."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what the struct declares, how it is stored, and the way there and back."""

    name: str
    sql: Literal["text", "integer"]
    nullable: bool
    annotation: object
    write: Callable[[typing.Any], Value]
    read: Callable[[typing.Any], object] | None

    def stored(self, value: object) -> Value:
        """Return ``value`` as it is stored."""
        return None if value is None else self.write(value)

    def asked(self, value: object) -> Value:
        """Return what to compare with, from a value out of the outside world. Raises BadValueError.

        Texts of dates, instants and enumerations are understood; whatever no row can hold is refused here,
        so that no question ever makes a database fail.
        """
        try:
            if isinstance(value, str):
                value = value.encode("utf-8", "replace").decode()
            return self.stored(msgspec.convert(value, self.annotation))
        except (msgspec.ValidationError, ValueError, TypeError) as error:
            raise BadValueError(f"{self.name} cannot be compared with this value") from error


@dataclass(frozen=True)
class Projection(Generic[Row]):
    """One read model: ``name`` and ``version`` name its table, ``evolve`` folds it.

    ``keys_of`` names the rows an event touches: a tuple of keys, each a tuple of values (a plain value where
    the key is one column), or () for an event that does not matter here. ``evolve`` gets such a row, or None
    where there is none yet, and returns the row as it is afterwards; None removes it. The row must carry the
    key it was asked for. ``tally`` names the counts a row belongs to, as texts for ``tally_by``. ``search``
    names the texts a full-text index is kept of (see ``searching``), the most telling one first. Where one
    event makes many rows that differ by their key, ``evolve_one`` is told the key and stands for ``evolve``.

    A changed shape is a new version: it catches up beside the old one.
    """

    name: str
    version: int
    row: type[Row]
    key: tuple[str, ...]
    keys_of: Callable[[Recorded], Iterable[Value | tuple[Value, ...]]]
    evolve: Callable[[Row | None, Recorded], Row | None] | None = None
    evolve_one: Callable[[Row | None, Recorded, Key], Row | None] | None = None
    indexes: tuple[tuple[str, ...], ...] = ()
    tally: Callable[[Row], Iterable[tuple[str, ...]]] | None = None
    tally_by: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    columns: tuple[Column, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", _columns_of(self.row))
        _check(self)

    @property
    def table(self) -> str:
        """The name of its table, and of itself wherever positions are kept."""
        return f"{self.name}_{self.version}"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Each column by its name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def fingerprint(self) -> str:
        """One text that changes when the stored shape does."""
        parts = [f"{c.name}:{c.sql}{'?' if c.nullable else ''}" for c in self.columns]
        searched = [f"search={'+'.join(self.search)}"] if self.search else []
        return ",".join([*parts, f"key={'+'.join(self.key)}", f"tally={'+'.join(self.tally_by)}", *searched])

    @cached_property
    def _key_at(self) -> tuple[int, ...]:
        return tuple(self.names.index(name) for name in self.key)

    @cached_property
    def _readers(self) -> tuple[tuple[str, Callable[[typing.Any], object]], ...]:
        return tuple((column.name, column.read) for column in self.columns if column.read)

    @cached_property
    def _values_of(self) -> Callable[[Row], tuple[object, ...]]:
        if len(self.columns) == 1:
            only = attrgetter(self.names[0])
            return lambda row: (only(row),)
        return attrgetter(*self.names)

    @cached_property
    def _texts(self) -> tuple[int, ...]:
        return tuple(at for at, column in enumerate(self.columns) if column.write is _text)

    @cached_property
    def _writers(self) -> tuple[tuple[int, Callable[[typing.Any], Value]], ...]:
        return tuple((at, c.write) for at, c in enumerate(self.columns) if c.write is not _text)

    def fold(self, row: Row | None, recorded: Recorded, key: Key) -> Row | None:
        """Return the row of ``key`` as it is after an event that touches it."""
        if self.evolve_one is not None:
            return self.evolve_one(row, recorded, key)
        assert self.evolve is not None  # noqa: S101 - one of the two was declared, see _check
        return self.evolve(row, recorded)

    def encode(self, row: Row) -> tuple[Value, ...]:
        """Return ``row`` as it is stored."""
        values: list[typing.Any] = list(self._values_of(row))
        for at in self._texts:
            value = values[at]
            if value is not None and ("\0" in value or value == LAST_TEXT):
                values[at] = _text(value)
        for at, write in self._writers:
            if values[at] is not None:
                values[at] = write(values[at])
        return tuple(values)

    def decode(self, record: Iterable[Value]) -> Row:
        """Return the row that is stored as ``record``."""
        values: dict[str, typing.Any] = dict(zip(self.names, record, strict=True))
        for name, read in self._readers:
            if values[name] is not None:
                values[name] = read(values[name])
        return self.row(**values)

    @cached_property
    def _key_values(self) -> Callable[[Row], object]:
        return attrgetter(*self.key)

    def key_of(self, row: Row) -> Key:
        """Return the key of a row, as it is stored."""
        given = self._key_values(row)
        return (given,) if type(given) is str else self.as_key(given)

    def key_in(self, record: tuple[Value, ...]) -> Key:
        """Return the key inside a stored row."""
        return tuple(record[at] for at in self._key_at)

    def as_key(self, given: object) -> Key:
        """Return a key as it is stored, from a tuple of values, or from a plain one for a one-column key."""
        values = given if isinstance(given, tuple) else (given,)
        if len(values) != len(self.key):
            raise BadValueError(f"a key of {self.table} is {', '.join(self.key)}")
        return tuple(
            value if type(value) is str else self.by_name[name].stored(value)
            for name, value in zip(self.key, values, strict=True)
        )

    def keys(self, recorded: Recorded) -> list[Key]:
        """Return the keys of the rows that ``recorded`` touches."""
        if len(self.key) > 1:
            return [self.as_key(given) for given in self.keys_of(recorded)]
        # By far the most frequent: the name of a stream.
        return [(key,) if type(key) is str else self.as_key(key) for key in self.keys_of(recorded)]

    def counts(self, row: Row | None) -> Iterable[tuple[str, ...]]:
        """Return the counts that ``row`` belongs to."""
        return () if row is None or self.tally is None else self.tally(row)


AnyProjection: TypeAlias = Projection[typing.Any]
"""A projection whatever its rows are, for those who treat all alike."""


# Columns --------------------------------------------------------------------------------------------------


def _text(value: str) -> str:
    if "\0" in value or value == LAST_TEXT:  # PostgreSQL has no NUL in texts; the other one stands for None
        return value.replace("\0", "\ufffd").replace(LAST_TEXT, "\ufffd")
    return value


def _number(value: int) -> int:
    if value not in _INTEGERS:
        raise BadValueError("the number is too large to be stored")
    return int(value)


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise BadValueError("an instant without a time zone cannot be stored")
    return value.astimezone(UTC).isoformat(timespec="microseconds")  # one width: they sort as instants do


def _json(value: object) -> str:
    return _JSON.encode(value).decode()


def _columns_of(row: type[msgspec.Struct]) -> tuple[Column, ...]:
    if not row.__struct_config__.frozen:
        raise ShapeError(f"{row.__name__} must be frozen")
    annotations = typing.get_type_hints(row, include_extras=True)
    info = inspect.type_info(row)
    if not isinstance(info, inspect.StructType):
        raise ShapeError(f"{row.__name__} must be a struct")
    return tuple(_column(f.name, f.type, annotations[f.name]) for f in info.fields)


def _column(name: str, info: inspect.Type, annotation: object) -> Column:
    nullable = False
    if isinstance(info, inspect.UnionType) and any(isinstance(t, inspect.NoneType) for t in info.types):
        nullable = True
        rest = tuple(t for t in info.types if not isinstance(t, inspect.NoneType))
        info = rest[0] if len(rest) == 1 else inspect.UnionType(rest)
    sql, write, read = _codec(name, info, annotation)
    return Column(name, sql, nullable, annotation, write, read)


def _codec(name: str, info: inspect.Type, annotation: object) -> _Codec:
    """Return how a value of this type is stored; whatever has no column type of its own is JSON."""
    codec: _Codec = ("text", _json, msgspec.json.Decoder(annotation).decode)
    match info:
        case inspect.StrType():
            codec = ("text", _text, None)
        case inspect.BoolType():
            codec = ("integer", int, bool)
        case inspect.IntType():
            codec = ("integer", _number, None)
        case inspect.DateType():
            codec = ("text", date.isoformat, date.fromisoformat)
        case inspect.DateTimeType():
            codec = ("text", _instant, datetime.fromisoformat)
        case inspect.EnumType(cls=cls) if issubclass(cls, str):
            codec = ("text", attrgetter("value"), _enum_reader(cls))
        case inspect.LiteralType(values=values) if all(isinstance(value, str) for value in values):
            codec = ("text", _text, None)
        case inspect.FloatType():
            raise ShapeError(f"{name}: a float does not come back as it went in on every database")
        case _:
            pass
    return codec


def _enum_reader(cls: type[Enum]) -> Callable[[str], Enum]:
    members = {str(member.value): member for member in cls}
    return members.__getitem__


def _check(projection: AnyProjection) -> None:
    names = set(projection.names)
    if (projection.evolve is None) == (projection.evolve_one is None):
        raise ShapeError(f"{projection.table}: either evolve or evolve_one folds it")
    if not _NAME.match(projection.name) or len(projection.table) > _MAX_NAME_LENGTH or projection.version < 1:
        raise ShapeError(f"{projection.name!r} version {projection.version} is not a name for a table")
    for used in (projection.key, *projection.indexes):
        if not used or not set(used) <= names:
            raise ShapeError(f"{projection.table}: {used} are not columns of {projection.row.__name__}")
    if any(projection.by_name[name].nullable for name in projection.key):
        raise ShapeError(f"{projection.table}: a key column cannot be None")
    if any(not _NAME.match(name) for name in (*names, *projection.tally_by)):
        raise ShapeError(f"{projection.table}: a column name is small letters, digits and underscores")
    if (projection.tally is None) != (not projection.tally_by):
        raise ShapeError(f"{projection.table}: tally and tally_by come together")
    if len(projection.search) > _MOST_SEARCHED or not set(projection.search) <= names:
        raise ShapeError(f"{projection.table}: up to four columns of {projection.row.__name__} are searched")
    if any(projection.by_name[name].write is not _text for name in projection.search):
        raise ShapeError(f"{projection.table}: only texts are searched")
