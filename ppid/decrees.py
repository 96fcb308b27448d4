"""The holiday decrees that ship with the system, as the events they become in the log.

Source: SKB 3 Menteri (Religion; Manpower; PANRB). 2025: numbers 1017, 2 and 2 of 2024, signed 14 October
2024, amended by 933, 1 and 3 of 2025, signed 7 August 2025. 2026: numbers 1497, 2 and 5 of 2025, signed
19 September 2025. A later decree is recorded with ``ppid calendar decree``.
"""

from __future__ import annotations

from datetime import date

from ppid.calendar import Amended, Decreed, Holiday, HolidayKind


def _holidays(year: int, table: str) -> tuple[Holiday, ...]:
    kinds = {"N": HolidayKind.NATIONAL, "C": HolidayKind.JOINT_LEAVE}
    rows = (line.split(maxsplit=2) for line in table.strip().splitlines())
    return tuple(Holiday(date.fromisoformat(f"{year}-{day}"), name, kinds[kind]) for kind, day, name in rows)


DECREE_2025 = Decreed(
    year=2025,
    numbers=("1017 Tahun 2024", "2 Tahun 2024", "2 Tahun 2024"),
    signed_on=date(2024, 10, 14),
    holidays=_holidays(
        2025,
        """
        N 01-01 Tahun Baru 2025 Masehi
        N 01-27 Isra Mikraj Nabi Muhammad saw.
        C 01-28 Tahun Baru Imlek 2576 Kongzili
        N 01-29 Tahun Baru Imlek 2576 Kongzili
        C 03-28 Hari Suci Nyepi
        N 03-29 Hari Suci Nyepi (Tahun Baru Saka 1947)
        N 03-31 Idulfitri 1446 Hijriah
        N 04-01 Idulfitri 1446 Hijriah
        C 04-02 Idulfitri 1446 Hijriah
        C 04-03 Idulfitri 1446 Hijriah
        C 04-04 Idulfitri 1446 Hijriah
        C 04-07 Idulfitri 1446 Hijriah
        N 04-18 Wafat Yesus Kristus
        N 04-20 Kebangkitan Yesus Kristus (Paskah)
        N 05-01 Hari Buruh Internasional
        N 05-12 Hari Raya Waisak 2569 BE
        C 05-13 Hari Raya Waisak 2569 BE
        N 05-29 Kenaikan Yesus Kristus
        C 05-30 Kenaikan Yesus Kristus
        N 06-01 Hari Lahir Pancasila
        N 06-06 Iduladha 1446 Hijriah
        C 06-09 Iduladha 1446 Hijriah
        N 06-27 1 Muharam Tahun Baru Islam 1447 Hijriah
        N 08-17 Proklamasi Kemerdekaan
        N 09-05 Maulid Nabi Muhammad saw.
        N 12-25 Kelahiran Yesus Kristus
        C 12-26 Kelahiran Yesus Kristus
        """,
    ),
    source="SKB 3 Menteri, 14 Oktober 2024",
)

AMENDMENT_2025 = Amended(
    year=2025,
    numbers=("933 Tahun 2025", "1 Tahun 2025", "3 Tahun 2025"),
    signed_on=date(2025, 8, 7),
    added=(Holiday(date(2025, 8, 18), "Proklamasi Kemerdekaan", HolidayKind.JOINT_LEAVE),),
    source="SKB 3 Menteri, 7 Agustus 2025",
)

DECREE_2026 = Decreed(
    year=2026,
    numbers=("1497 Tahun 2025", "2 Tahun 2025", "5 Tahun 2025"),
    signed_on=date(2025, 9, 19),
    holidays=_holidays(
        2026,
        """
        N 01-01 Tahun Baru 2026 Masehi
        N 01-16 Isra Mikraj Nabi Muhammad saw.
        C 02-16 Tahun Baru Imlek 2577 Kongzili
        N 02-17 Tahun Baru Imlek 2577 Kongzili
        C 03-18 Hari Suci Nyepi
        N 03-19 Hari Suci Nyepi (Tahun Baru Saka 1948)
        C 03-20 Idulfitri 1447 Hijriah
        N 03-21 Idulfitri 1447 Hijriah
        N 03-22 Idulfitri 1447 Hijriah
        C 03-23 Idulfitri 1447 Hijriah
        C 03-24 Idulfitri 1447 Hijriah
        N 04-03 Wafat Yesus Kristus
        N 04-05 Kebangkitan Yesus Kristus (Paskah)
        N 05-01 Hari Buruh Internasional
        N 05-14 Kenaikan Yesus Kristus
        C 05-15 Kenaikan Yesus Kristus
        N 05-27 Iduladha 1447 Hijriah
        C 05-28 Iduladha 1447 Hijriah
        N 05-31 Hari Raya Waisak 2570 BE
        N 06-01 Hari Lahir Pancasila
        N 06-16 1 Muharam Tahun Baru Islam 1448 Hijriah
        N 08-17 Proklamasi Kemerdekaan
        N 08-25 Maulid Nabi Muhammad saw.
        C 12-24 Kelahiran Yesus Kristus
        N 12-25 Kelahiran Yesus Kristus
        """,
    ),
    source="SKB 3 Menteri, 19 September 2025",
)

SHIPPED: tuple[Decreed | Amended, ...] = (DECREE_2025, AMENDMENT_2025, DECREE_2026)
