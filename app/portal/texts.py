"""Texts of the instance: how data is used, other places to go, who has a key.

An operator writes them as Markdown below `HOME/texts`; where a file is missing, ours is shown. Of
Markdown there is only what a plain text needs, and nothing that could become markup:

1. `# ` the title, `## ` and `### ` headings, `- ` rows of a list, everything else paragraphs with
   an empty line between them.
2. An address that begins with `https://` can be pressed, and a name in front of one:
   `[name](https://...)`. Nothing else is a link; on paper a name is followed by its address.
3. What a page shows is text and passes through the template's escaping like any other.

`privacy.de.md` stands before `privacy.md` for somebody who reads German.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).parent / "texts"
_ADDRESS = re.compile(
    r"\[(?P<name>[^\[\]]+)\]\((?P<href>https://[^\s<>\"()]+)\)"
    r"|https://[^\s<>\"]*[^\s<>\".,;:!?)\]]"
)
_MARKS = {"## ": "heading", "### ": "subheading"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `href` is an https address or None."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One `heading`, `subheading`, `paragraph` or `list`; only a list has more than one line."""

    kind: str
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A title and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


def read(name: str, *, folder: Path, language: str) -> Text:
    """Return the text `name` in `language`, from `folder` if the instance has one of its own."""
    for place in (folder, SHIPPED):
        for file_name in (f"{name}.{language}.md", f"{name}.md"):
            if (place / file_name).is_file():
                return parse((place / file_name).read_text(encoding="utf-8", errors="replace"))
    raise FileNotFoundError(name)


def parse(source: str) -> Text:
    """Cut a text into blocks."""
    title, blocks = "", []
    for chunk in re.split(r"\n\s*\n", source.replace("\r\n", "\n").strip()):
        for kind, lines in _parts(chunk):
            if kind == "title":
                title = lines[0]
            else:
                blocks.append(Block(kind, tuple(tuple(_pieces(line)) for line in lines)))
    return Text(title, tuple(blocks))


def _parts(chunk: str) -> Iterator[tuple[str, list[str]]]:
    """Cut what stands between two empty lines: headings, rows of a list, and paragraphs."""
    kind, lines = "paragraph", list[str]()
    for line in chunk.splitlines():
        found, text = _kind(line.strip())
        if found == "row" and kind == "list":
            lines.append(text)
        elif found == "paragraph" and lines:
            lines[-1] += " " + text
        else:
            if lines:
                yield kind, lines
            kind, lines = ("list" if found == "row" else found), [text]
            if found not in {"row", "paragraph"}:
                yield kind, lines
                kind, lines = "paragraph", []
    if lines:
        yield kind, lines


def _kind(line: str) -> tuple[str, str]:
    if line.startswith("# "):
        return "title", line[2:].strip()
    if line.startswith(("- ", "* ")):
        return "row", line[2:].strip()
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            return kind, line.removeprefix(mark).strip()
    return "paragraph", line


def _pieces(line: str) -> Iterator[Piece]:
    end = 0
    for found in _ADDRESS.finditer(line):
        if found.start() > end:
            yield Piece(line[end : found.start()])
        yield Piece(found["name"] or found.group(), href=found["href"] or found.group())
        end = found.end()
    if end < len(line):
        yield Piece(line[end:])
