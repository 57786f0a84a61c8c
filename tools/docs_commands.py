"""The commands, from Typer's own objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from bot.cli import app, output
from tools.docs_markdown import code, page, table

EXIT_CODES = {
    output.DONE: "done",
    output.FAILED: "something failed, or an account was refused",
    output.BAD_INPUT: "bad input: the issue, the settings or an argument has to be mended",
    output.WAITING: "waits for a person: a question, an approval, or other text that is out",
    output.NOTHING_DUE: "nothing was due",
}


def commands() -> dict[str, Any]:
    """Every command by its words, such as `publish` or `db backup`, in the order of `--help`."""
    return dict(_of_group(typer.main.get_command(app), ""))


def _of_group(group: Any, before: str) -> Iterator[tuple[str, Any]]:
    for name, one in group.commands.items():
        if hasattr(one, "commands"):
            yield from _of_group(one, f"{before}{name} ")
        else:
            yield before + name, one


def commands_page() -> str:
    rows = [
        [f"[`{name}`](#pressrun-{name.replace(' ', '-')})", one.help]
        for name, one in commands().items()
    ]
    codes = [[str(number), words] for number, words in EXIT_CODES.items()]
    return page(
        "Commands",
        table(["command", "what it does"], rows),
        *(_command(name, one) for name, one in commands().items()),
        "## Exit codes",
        table(["code", "meaning"], codes),
    )


def _command(name: str, command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    words = " ".join([*map(_argument, arguments), *(["[OPTIONS]"] if options else [])])
    blocks = [
        f"## pressrun {name}",
        command.help,
        f"```sh\npressrun {name} {words}\n```",
        table(["argument", "meaning"], ([code(p.name.upper()), p.help] for p in arguments)),
        table(["option", "default", "meaning"], map(_option, options)),
    ]
    return "\n\n".join(block for block in blocks if block)


def _argument(argument: Any) -> str:
    name = argument.name.upper()
    return name if argument.required else f"[{name}]"


def _option(option: Any) -> list[str]:
    named = ", ".join(map(code, option.opts))
    repeated = " (may stand several times)" if option.multiple else ""
    return [named + repeated, _default(option), option.help]


def _default(option: Any) -> str:
    if option.required:
        return "must be given"
    if option.is_flag:
        return "off"
    return code(str(option.default)) if option.default not in (None, "") else ""
