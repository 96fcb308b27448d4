"""How the copy of a person's data is laid out. Law: UU 27/2022 art. 7, 32."""

from __future__ import annotations

from web.letters.blocks import Block, Facts, Heading, Paragraph, Sheet, Table
from web.letters.data_kinds import DataPart, PersonalDataCopy
from web.letters.parts import given, under
from web.letters.wording import Tongue


def copy_of_data(letter: PersonalDataCopy, t: Tongue) -> Sheet:
    """Lay out the copy: a heading for each part, as long as it has to be."""
    return Sheet(
        heading=t("Salinan Data Pribadi", "Copy of Personal Data"),
        number=t(f"Keadaan pada {letter.as_of}", f"As of {letter.as_of}"),
        under=under(
            t,
            t(
                "Undang-Undang Nomor 27 Tahun 2022 Pasal 7 dan Pasal 32",
                "Law 27 of 2022, articles 7 and 32",
            ),
        ),
        book=True,
        blocks=tuple(block for part in letter.parts for block in _part(part)),
    )


def _part(part: DataPart) -> list[Block]:
    blocks: list[Block] = [Heading(part.heading), *(Paragraph(each) for each in part.said)]
    if part.facts:
        blocks.append(Facts(tuple(given(label, value) for label, value in part.facts)))
    if part.rows:
        cells = tuple(tuple((Paragraph(cell),) for cell in row) for row in part.rows)
        blocks.append(Table(header=part.header, widths=part.widths, rows=cells, small=True))
    elif part.header and part.empty:
        blocks.append(Paragraph(part.empty))
    return blocks
