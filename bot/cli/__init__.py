"""The command line. Commands are thin: each body is imported only when its command runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="pressrun",
    help="Write a newsletter issue once in Markdown; publish it on four channels, exactly once.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Issue = Annotated[Path, typer.Argument(help="The issue: a Markdown file.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Config = Annotated[
    Path | None, typer.Option("--config", help="pressrun.yaml; default: the nearest above ISSUE.")
]
Sandbox = Annotated[
    bool, typer.Option("--sandbox", help="Use the stand-ins on this machine and their own store.")
]
Pace = Annotated[
    float, typer.Option("--pace", help="With --sandbox: how many times faster waits pass.")
]
Waive = Annotated[
    list[str] | None,
    typer.Option("--waive", help="Do without this picture (as the issue names it); repeatable."),
]


@app.command()
def demo(
    pace: Annotated[float, typer.Option(help="How many times faster waits pass.")] = 1200.0,
    out: Annotated[Path, typer.Option(help="Where the preview page goes.")] = Path("preview"),
) -> None:
    """Publish a sample issue to the stand-ins, with faults on the way. No keys, no internet."""
    from bot.cli.demo import run

    raise typer.Exit(run(pace, out))


@app.command()
def lint(issue: Issue, config: Config = None, json: Json = False) -> None:
    """Say what an editor would catch."""
    from bot.cli.reading import run_lint

    raise typer.Exit(run_lint(issue, config, as_json=json))


@app.command()
def render(
    issue: Issue,
    channel: Annotated[str, typer.Option(help="telegram, substack, wechat or x.")],
    config: Config = None,
    waive: Waive = None,
    json: Json = False,
) -> None:
    """Print one channel's edition as it would be sent."""
    from bot.cli.reading import run_render

    raise typer.Exit(run_render(issue, channel, config, waive or [], as_json=json))


@app.command()
def preview(
    issue: Issue,
    out: Annotated[Path, typer.Option(help="The folder that gets index.html.")] = Path("preview"),
    config: Config = None,
    waive: Waive = None,
    json: Json = False,
) -> None:
    """Write the page that shows all four editions, the problems, the plan and the cost."""
    from bot.cli.reading import run_preview

    raise typer.Exit(run_preview(issue, out, config, waive or [], as_json=json))


@app.command()
def publish(
    issue: Issue,
    channels: Annotated[str, typer.Option(help="Only these, separated by commas.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the plan; send nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before sending.")] = False,
    again: Annotated[
        str, typer.Option(help="Post on this channel a second time (asks you to type its name).")
    ] = "",
    waive: Waive = None,
    sandbox: Sandbox = False,
    pace: Pace = 3600.0,
    config: Config = None,
    json: Json = False,
) -> None:
    """Send the issue to its channels, each part exactly once; run it again to go on."""
    from bot.cli.publishing import Request, run

    request = Request(
        issue, tuple(c.strip() for c in channels.split(",") if c.strip()), dry_run, yes, again,
        tuple(waive or []), sandbox, pace, config, json,
    )  # fmt: skip
    raise typer.Exit(run(request))


@app.command()
def status(sandbox: Sandbox = False, json: Json = False) -> None:
    """Show every delivery: what is out, what waits and for what, what asks."""
    from bot.cli.seeing import run_status

    raise typer.Exit(run_status(sandbox=sandbox, as_json=json))


@app.command()
def decide(
    call: Annotated[str, typer.Argument(help="The call that asks; see `pressrun status`.")],
    answer: Annotated[str, typer.Argument(help="there, not-there or stop.")],
    url: Annotated[str, typer.Option(help="With `there`: the address of what is there.")] = "",
    sandbox: Sandbox = False,
    json: Json = False,
) -> None:
    """Answer a call whose outcome only a person can see."""
    from bot.cli.seeing import run_decide

    raise typer.Exit(run_decide(call, answer, url, sandbox=sandbox, as_json=json))


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="The loopback port; 0 takes a free one.")] = 8717,
    pace: Pace = 1.0,
) -> None:
    """Run the stand-ins in the foreground, with a page of what was published."""
    from bot.cli.seeing import run_sandbox

    raise typer.Exit(run_sandbox(port, pace))


def main() -> None:
    """The console command."""
    app()
