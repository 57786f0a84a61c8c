"""Commands, links and files that the pages name are there."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from adapters import CHANNELS
from sandbox.faults import parse_fault
from sandbox.services import SERVICES
from tests.docs.pages import DOCS, PAGES, ROOT, Found, anchors, blocks, links, spans
from tools.docs_commands import commands

COMMANDS = commands()
FOLDERS = "adapters|bot|config|content|docs|sandbox|tests|tools"


def _lines() -> list[Found]:
    """Every line of a shell block that runs pressrun, without the variables set before it."""
    return [
        Found(page, line)
        for page in PAGES
        for block in blocks(page, "sh")
        for line in block.replace("\\\n", " ").splitlines()
        if re.match(r"(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?pressrun\b", line.strip())
    ]


def _mentions() -> list[Found]:
    """`pressrun publish` and the like amid text."""
    found = [one for page in PAGES for one in spans(page)]
    return [one for one in found if re.match(r"pressrun [a-z]", one.text)]


def _words(line: str) -> list[str]:
    words = shlex.split(line.replace("[OPTIONS]", ""), comments=True)
    return words[next(n for n, word in enumerate(words) if word.endswith("pressrun")) + 1 :]


def _split(line: str) -> tuple[str, list[str]]:
    """The command that a line runs, and what it is given."""
    words = _words(line)
    length = 1 if words[0] in COMMANDS else 2  # `db backup` is one command
    return " ".join(words[:length]), words[length:]


@pytest.mark.parametrize("line", _lines(), ids=str)
def test_a_command_line_is_one_that_pressrun_takes(line: Found) -> None:
    name, arguments = _split(line.text)
    if "[OPTIONS]" in line.text and name == "render":
        arguments += ["--channel", "x"]  # the one option that must be given

    context = COMMANDS[name].make_context(name, arguments)

    assert context.params


@pytest.mark.parametrize("mention", _mentions(), ids=str)
def test_a_command_amid_text_is_there(mention: Found) -> None:
    name, arguments = _split(mention.text)

    options = {option for param in COMMANDS[name].params for option in param.opts}

    assert {word for word in arguments if word.startswith("--")} <= options


@pytest.mark.parametrize(
    "option", [o for p in PAGES for o in spans(p) if re.match(r"--\w", o.text)], ids=str
)
def test_an_option_amid_text_is_there(option: Found) -> None:
    known = {o for one in COMMANDS.values() for param in one.params for o in param.opts}

    assert option.text.split()[0] in known


def _targets() -> list[Found]:
    """`make …`, in blocks and amid text."""
    lines = [
        Found(page, line)
        for page in PAGES
        for block in blocks(page, "sh")
        for line in block.splitlines()
    ]
    named = [*lines, *(one for page in PAGES for one in spans(page))]
    return [one for one in named if re.match(r"make [a-z]", one.text)]


@pytest.mark.parametrize("target", _targets(), ids=str)
def test_what_a_page_makes_can_be_made(target: Found) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert re.search(rf"^{target.text.split()[1]}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("link", [link for page in PAGES for link in links(page)], ids=str)
def test_a_link_leads_somewhere(link: Found) -> None:
    target, _, anchor = link.text.partition("#")
    path = (link.page.parent / target).resolve() if target else link.page

    assert path.exists()
    assert not anchor or anchor in anchors(path)


def _paths() -> list[Found]:
    """Files and folders of the repository that a page names, one for each channel."""
    named = [one for page in (DOCS / "adding-a-channel.md", *PAGES[:2]) for one in spans(page)]
    whole = [one for one in named if re.fullmatch(rf"(?:{FOLDERS})/[\w<>./-]*", one.text)]
    made = [Found(one.page, one.text.replace("<key>", key)) for one in whole for key in CHANNELS]
    return list(dict.fromkeys(made))


@pytest.mark.parametrize("path", _paths(), ids=str)
def test_a_file_that_a_page_names_is_there(path: Found) -> None:
    assert (ROOT / path.text).exists()


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_a_page_can_be_reached_from_another_one(page: Path) -> None:
    targets = {
        (link.page.parent / link.text.partition("#")[0]).resolve()
        for other in PAGES
        if other != page
        for link in links(other)
    }

    assert page in targets or page.parent in targets


FAULTS = re.findall(r"-d '(\{.*?\})'", (DOCS / "sandbox.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_sandbox_page_can_be_set(fault: str) -> None:
    own = {service.key: service.faults for service in SERVICES}

    assert parse_fault(json.loads(fault), own).action
