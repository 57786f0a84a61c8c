"""The page that the raw-text witness fills while it reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.witness.wanted import PICTURE, Block, Wanted, squeeze, words


class CannotWitness(Exception):
    """The witness does not know this construct and refuses to guess."""


@dataclass(slots=True)
class Page:
    """Text goes to the open block; a block without visible characters leaves no trace."""

    references: dict[str, str] = field(default_factory=dict)
    note_bodies: dict[str, list[str]] = field(default_factory=dict)
    note_order: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    embeds: list[str] = field(default_factory=list)
    list_items: int = 0
    words: list[str] = field(default_factory=list)
    kind: str = "paragraph"
    parts: list[str] = field(default_factory=list)
    bold_parts: list[str] = field(default_factory=list)
    bold_depth: int = 0

    def open(self, kind: str) -> None:
        self.close()
        self.kind = kind

    def close(self) -> None:
        self.words.extend(words("".join(self.parts)))
        stream = squeeze("".join(self.parts))
        if stream:
            only_pictures = not stream.replace(PICTURE, "")
            self.blocks.append(Block("figure" if only_pictures else self.kind, stream))
        self.parts.clear()
        self.kind = "paragraph"

    def put(self, text: str) -> None:
        self.parts.append(text)
        if self.bold_depth:
            self.bold_parts.append(text)

    def picture(self, source: str) -> None:
        self.parts.append(PICTURE)
        self.figures.append(source)

    def code(self, text: str) -> None:
        self.put(text)
        self.codes.append(squeeze(text))

    def start_bold(self) -> None:
        self.bold_depth += 1

    def end_bold(self) -> None:
        if self.bold_depth == 0:
            raise CannotWitness("a closing <b> or <strong> without its opening one")
        self.bold_depth -= 1
        if self.bold_depth == 0:
            self.bold.append(squeeze("".join(self.bold_parts)))
            self.bold_parts.clear()

    def wanted(self) -> Wanted:
        self.close()
        if self.bold_depth:
            raise CannotWitness("an opening <b> or <strong> without its closing one")
        return Wanted(
            blocks=tuple(self.blocks),
            figures=tuple(self.figures),
            links=tuple(self.links),
            bold=tuple(self.bold),
            codes=tuple(self.codes),
            embeds=tuple(self.embeds),
            list_items=self.list_items,
            words=tuple(self.words),
        )
