"""Runs the raw request files `*.http` of this folder against a running sandbox.

A file holds scenarios; each is a test on an emptied sandbox. What stands before the first scenario
is done at the start of every one.

    # a comment: any line that starts like this
    ### the name of a scenario
    >>> POST /wechat/cgi-bin/draft/add?access_token={{token}}
    Content-Type: application/json

    {"articles": []}
    <<< 200
    Content-Type: text/plain

    {"errcode":44003,"errmsg":"empty news data rid: {{rid}}"}

A request is sent byte for byte as it stands, with Host, Connection and Content-Length added when
they are missing; the lines of a multipart body end in CRLF. The answer's status and body must be
exactly as given, and so must the headers that are named. White space around a body is dropped.

In a request:   {{name}}              what an earlier answer had there
                {{repeat 33 字}}      the text so many times
                {{png 40 30 [SIZE]}}  a picture (png, jpeg, gif, bmp, webp), padded to SIZE bytes
                {{hex ffd8ff}}        these bytes
                {{!name}}             what an earlier answer had there, percent-encoded
In an answer:   {{name}}              anything on one line; the same text wherever it stands again
                {{*}}                 anything at all
                {{rid}} {{int}} {{float}} {{hex}} {{word}}   text of that form, not kept
                {{re:PATTERN}}        text that fits the pattern, not kept
"""

from __future__ import annotations

import io
import re
import socket
from dataclasses import dataclass
from http.client import HTTPResponse
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from sandbox import RunningSandbox

FOLDER = Path(__file__).parent
MARK = re.compile(r"\{\{(.+?)\}\}")
FORMS = {
    "*": r"[\s\S]*",
    "rid": r"[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}",
    "int": r"-?\d+",
    "float": r"-?\d+(?:\.\d+)?",
    "hex": r"[0-9a-f]+",
    "word": r"[\w-]+",
}
PICTURES = ("png", "jpeg", "gif", "bmp", "webp")


@dataclass(frozen=True, slots=True)
class Step:
    line: int
    request: str
    headers: tuple[str, ...]
    body: str
    status: int
    answer_headers: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Scenario:
    file: str
    name: str
    steps: tuple[Step, ...]


def read_scenarios(path: Path) -> list[Scenario]:
    chunks = re.split(r"^### *(.+)$", path.read_text(encoding="utf-8"), flags=re.M)
    lines_before = _lines_before(chunks)
    prelude = _steps(chunks[0], 0)
    return [
        Scenario(path.name, chunks[i], (*prelude, *_steps(chunks[i + 1], lines_before[i + 1])))
        for i in range(1, len(chunks), 2)
    ]


def _lines_before(chunks: list[str]) -> list[int]:
    counts = [0]
    for chunk in chunks:
        counts.append(counts[-1] + chunk.count("\n"))
    return counts


def _steps(text: str, offset: int) -> tuple[Step, ...]:
    starts = [found.start() for found in re.finditer(r"^>>> ", text, flags=re.M)]
    edges = [*starts, len(text)]
    return tuple(
        _step(text[start:end], offset + text[:start].count("\n") + 1)
        for start, end in pairwise(edges)
    )


def _step(text: str, line: int) -> Step:
    sent, status, wanted = re.split(r"^<<< *(\d+) *$", text, maxsplit=1, flags=re.M)
    request, *sent_rest = sent.removeprefix(">>> ").split("\n")
    headers, body = _head_and_body(sent_rest)
    answer_headers, answer = _head_and_body(wanted.split("\n")[1:])
    return Step(line, request.strip(), headers, body, int(status), answer_headers, answer)


def _head_and_body(lines: list[str]) -> tuple[tuple[str, ...], str]:
    """Headers up to the first line that is none; a blank line may stand between."""
    head: list[str] = []
    while lines and re.match(r"[A-Za-z][\w-]*: ", lines[0]):
        head.append(lines.pop(0))
    body = "\n".join(line for line in lines if not re.match(r"# ", line)).strip()
    return tuple(head), body


def perform(step: Step, port: int, known: dict[str, str]) -> tuple[int, dict[str, str], str]:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(raw_request(step, port, known))
        response = HTTPResponse(connection, method=step.request.split()[0])
        response.begin()
        body = response.read().decode("utf-8", "replace")
        return response.status, {k.lower(): v for k, v in response.getheaders()}, body


def raw_request(step: Step, port: int, known: dict[str, str]) -> bytes:
    multipart = any("multipart/form-data" in header for header in step.headers)
    text = step.body.replace("\n", "\r\n") + "\r\n" if multipart else step.body
    body = fill(text, known)
    method, target = fill(step.request, known).split(b" ", 1)
    named = {header.partition(":")[0].lower() for header in step.headers}
    added = {"Host": f"127.0.0.1:{port}", "Connection": "close", "Content-Length": str(len(body))}
    headers = [fill(header, known) for header in step.headers]
    headers += [f"{k}: {v}".encode() for k, v in added.items() if k.lower() not in named]
    return b"\r\n".join([method + b" " + target + b" HTTP/1.1", *headers, b"", body])


def fill(text: str, known: dict[str, str]) -> bytes:
    pieces = MARK.split(text)
    return b"".join(
        _value(piece, known) if i % 2 else piece.encode() for i, piece in enumerate(pieces)
    )


def _value(mark: str, known: dict[str, str]) -> bytes:
    word, *rest = mark.split(" ")
    if word == "repeat":
        return (" ".join(rest[1:]) * int(rest[0])).encode()
    if word == "hex":
        return bytes.fromhex(rest[0])
    if word in PICTURES:
        return picture(word, *map(int, rest))
    if word.startswith("!"):
        return quote(known[word[1:]], safe="").encode()
    return known[mark].encode()


def picture(kind: str, width: int = 8, height: int = 8, size: int = 0) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#3a6ea5").save(out, kind)
    return out.getvalue().ljust(size, b"\0")


def match_answer(wanted: str, got: str, known: dict[str, str]) -> bool:
    """Whether the answer fits; what its marks stood for is added to `known`."""
    fresh: set[str] = set()
    pieces = MARK.split(wanted)
    pattern = "".join(
        _pattern(piece, known, fresh) if i % 2 else re.escape(piece)
        for i, piece in enumerate(pieces)
    )
    found = re.fullmatch(pattern, got.strip())
    if found:
        known.update(found.groupdict())
    return found is not None


def _pattern(mark: str, known: dict[str, str], fresh: set[str]) -> str:
    if mark in FORMS:
        return FORMS[mark]
    if mark.startswith("re:"):
        return f"(?:{mark[3:]})"
    if mark in fresh:
        return f"(?P={mark})"
    if mark in known:
        return re.escape(known[mark])
    fresh.add(mark)
    return f"(?P<{mark}>[^\n]+?)"


SCENARIOS = [s for path in sorted(FOLDER.glob("*.http")) for s in read_scenarios(path)]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: f"{s.file}:{s.name}")
def test_the_stand_in_answers_as_the_contract_says(
    scenario: Scenario, sandbox: RunningSandbox
) -> None:
    known: dict[str, str] = {"origin": sandbox.url}

    for step in scenario.steps:
        status, headers, body = perform(step, sandbox.port, known)

        where = f"{scenario.file}:{step.line} {step.request}"
        assert (status, body if status != step.status else "") == (step.status, ""), where
        assert match_answer(step.answer, body, known), f"{where}\nwanted {step.answer}\ngot {body}"
        for header in step.answer_headers:
            name, _, value = header.partition(": ")
            assert match_answer(value, headers.get(name.lower(), ""), known), f"{where}: {headers}"
