"""The command line. Commands are thin: each body is imported only when its command runs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.database import db_app

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
Release = Annotated[
    str, typer.Argument(help="Its file, its id or its issue's key; see `pressrun status`.")
]
Channel = Annotated[str, typer.Option(help="Only this channel of it.")]
First = Annotated[
    bool, typer.Option("--first", help="The issue is older than this store, and was never out.")
]
Waive = Annotated[
    list[str] | None,
    typer.Option("--waive", help="Do without this picture (as the issue names it); repeatable."),
]


@app.command()
def init(
    folder: Annotated[
        Path, typer.Argument(help="The folder of the blog or of the posts.")
    ] = Path(),
    json: Json = False,
) -> None:
    """Write a first pressrun.yaml for a folder of posts, and say what to try."""
    from bot.cli.init import run_init

    raise typer.Exit(run_init(folder, as_json=json))


@app.command()
def demo(
    pace: Annotated[float, typer.Option(help="How many times faster waits pass.")] = 1200.0,
    out: Annotated[Path, typer.Option(help="Where the preview page goes.")] = Path("preview"),
) -> None:
    """Publish a sample issue to the stand-ins, with faults on the way. No keys, no internet."""
    from bot.cli.demo import run

    raise typer.Exit(run(pace, out))


@app.command()
def doctor(
    config: Config = None, sandbox: Sandbox = False, pace: Pace = 3600.0, json: Json = False
) -> None:
    """Look what stands in the way of a release: settings, accounts, clock, store, fonts."""
    from bot.cli.doctor import run_doctor

    raise typer.Exit(run_doctor(config, Path.cwd(), sandbox=sandbox, pace=pace, as_json=json))


@app.command()
def new(
    place: Annotated[
        Path, typer.Argument(help="The folder of the posts, or the issue to go on from.")
    ] = Path(),
    title: Annotated[str, typer.Option(help="Its headline.")] = "",
    date: Annotated[str, typer.Option(help="Its day; default: the next by the cadence.")] = "",
    config: Config = None,
    json: Json = False,
) -> None:
    """Make the next issue's file from the previous one; never overwrite anything."""
    from bot.cli.new import Request, run_new

    raise typer.Exit(run_new(Request(place, title, date, config, json)))


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
    opened: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve it on this machine, made again on each save.")
    ] = False,
    port: Annotated[int, typer.Option(help="With --serve: where; 0 for any free one.")] = 8017,
    kit: Annotated[
        Path | None, typer.Option(help="Write the paste kit into this folder instead.")
    ] = None,
    config: Config = None,
    waive: Waive = None,
    json: Json = False,
) -> None:
    """Show all four editions on one page, with the problems, the plan and the cost."""
    from bot.cli.previewing import Request, run

    waived = tuple(waive or ())
    if kit:
        from bot.cli.kit import run_kit

        raise typer.Exit(run_kit(issue, kit, config, waived, opened=opened, as_json=json))
    raise typer.Exit(run(Request(issue, out, config, waived, opened, serve, port, as_json=json)))


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
    first: First = False,
    waive: Waive = None,
    sandbox: Sandbox = False,
    pace: Pace = 3600.0,
    config: Config = None,
    json: Json = False,
) -> None:
    """Send the issue to its channels, each part exactly once; run it again to go on."""
    from bot.cli.publishing import Request, run

    request = Request(
        issue, _keys(channels), dry_run, yes, again,
        tuple(waive or []), sandbox, pace, config, json, first,
    )  # fmt: skip
    raise typer.Exit(run(request))


@app.command()
def release(
    issue: Annotated[
        Path | None, typer.Argument(help="The issue: a Markdown file.", show_default=False)
    ] = None,
    at: Annotated[
        str, typer.Option(help='"2026-11-23 08:00", "monday 08:00", "+2h"; default: now.')
    ] = "",
    plan: Annotated[str, typer.Option(help="Another plan than the settings' own.")] = "",
    channels: Annotated[str, typer.Option(help="Only these, separated by commas.")] = "",
    next_: Annotated[
        bool, typer.Option("--next", help="Without ISSUE: do everything that is due, and return.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Approve it without being asked.")] = False,
    first: First = False,
    waive: Waive = None,
    sandbox: Sandbox = False,
    pace: Pace = 3600.0,
    config: Config = None,
    json: Json = False,
) -> None:
    """Freeze a release for its time; with --next do what is due, for cron without a daemon."""
    from bot.cli.releasing import Request, run_next, run_release

    if next_ or issue is None:
        if issue is not None or not next_:
            raise typer.BadParameter("name an ISSUE, or say --next without one")
        raise typer.Exit(run_next(config, Path.cwd(), sandbox=sandbox, pace=pace, as_json=json))
    request = Request(
        issue, at, plan, _keys(channels),
        tuple(waive or []), yes, first, sandbox, pace, config, json,
    )  # fmt: skip
    raise typer.Exit(run_release(request))


@app.command()
def update(
    issue: Issue,
    channels: Annotated[str, typer.Option(help="Only these, separated by commas.")] = "",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Also where somebody has changed it there.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be edited; send nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before sending.")] = False,
    waive: Waive = None,
    sandbox: Sandbox = False,
    pace: Pace = 3600.0,
    config: Config = None,
    json: Json = False,
) -> None:
    """Edit what is out after the issue has changed; say what has to be changed by hand."""
    from bot.cli.updating import Request, run_update

    request = Request(
        issue, _keys(channels), yes, overwrite, dry_run, tuple(waive or []), sandbox, pace, config,
        json,
    )  # fmt: skip
    raise typer.Exit(run_update(request))


@app.command()
def retract(
    issue: Issue,
    channels: Annotated[str, typer.Option(help="Only these, separated by commas.")] = "",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Also where somebody has changed it there.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be removed; remove nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before removing.")] = False,
    sandbox: Sandbox = False,
    pace: Pace = 3600.0,
    config: Config = None,
    json: Json = False,
) -> None:
    """Remove what is out, as far as each channel lets us; the rest is named with its address."""
    from bot.cli.updating import Request, run_retract

    request = Request(
        issue, _keys(channels), yes, overwrite, dry_run, (), sandbox, pace, config, json
    )
    raise typer.Exit(run_retract(request))


@app.command()
def status(
    sandbox: Sandbox = False,
    watch: Annotated[bool, typer.Option("--watch", help="Again every two seconds.")] = False,
    json: Json = False,
) -> None:
    """Show every delivery: what is out, what waits and for what, what asks, who executes."""
    from bot.cli.seeing import run_status

    raise typer.Exit(run_status(sandbox=sandbox, as_json=json, watch=watch))


@app.command()
def approve(
    release: Release,
    hash_: Annotated[
        str, typer.Option("--hash", help="The beginning of the hash that you looked at.")
    ] = "",
    sandbox: Sandbox = False,
    json: Json = False,
) -> None:
    """Let a release that waits for approval go out at its times."""
    from bot.cli.acting import run_action
    from bot.release import steering

    act = partial(steering.approve, hash_prefix=hash_)
    raise typer.Exit(run_action(act, release, "", sandbox=sandbox, as_json=json))


@app.command()
def hold(
    release: Release, channel: Channel = "", sandbox: Sandbox = False, json: Json = False
) -> None:
    """Send nothing more of it until `resume`; honoured before the next call."""
    from bot.cli.acting import run_action
    from bot.release import steering

    raise typer.Exit(run_action(steering.hold, release, channel, sandbox=sandbox, as_json=json))


@app.command()
def resume(
    release: Release, channel: Channel = "", sandbox: Sandbox = False, json: Json = False
) -> None:
    """Let what is held, paused, missed or failed go on; nothing is sent twice."""
    from bot.cli.acting import run_action
    from bot.release import steering

    raise typer.Exit(run_action(steering.resume, release, channel, sandbox=sandbox, as_json=json))


@app.command()
def retry(
    release: Release, channel: Channel = "", sandbox: Sandbox = False, json: Json = False
) -> None:
    """Try refused calls again, after what they named was mended."""
    from bot.cli.acting import run_action
    from bot.release import steering

    raise typer.Exit(run_action(steering.resume, release, channel, sandbox=sandbox, as_json=json))


@app.command()
def cancel(
    release: Release, channel: Channel = "", sandbox: Sandbox = False, json: Json = False
) -> None:
    """Never send what is not out yet; honoured before the next call."""
    from bot.cli.acting import run_action
    from bot.release import steering

    raise typer.Exit(run_action(steering.cancel, release, channel, sandbox=sandbox, as_json=json))


@app.command()
def reschedule(
    release: Release,
    when: Annotated[str, typer.Argument(help='The new time: "2026-11-23 08:00", "+2h", …')],
    channel: Channel = "",
    sandbox: Sandbox = False,
    json: Json = False,
) -> None:
    """Another time for what is not out yet; all of a release move alike."""
    from bot.cli.acting import run_action
    from bot.release import steering

    act = partial(steering.reschedule, when=when)
    raise typer.Exit(run_action(act, release, channel, sandbox=sandbox, as_json=json))


@app.command()
def confirm(
    release: Release,
    channel: Channel = "",
    url: Annotated[str, typer.Option(help="Where it is for readers.")] = "",
    sandbox: Sandbox = False,
    json: Json = False,
) -> None:
    """Say that a draft was published by hand, or that you posted the issue there, and where."""
    from bot.cli.confirming import run_confirm

    raise typer.Exit(run_confirm(release, channel, url, sandbox=sandbox, as_json=json))


@app.command()
def decide(
    question: Annotated[str, typer.Argument(help="What asks; see `pressrun status`.")],
    answer: Annotated[str, typer.Argument(help="One of the answers that it names.")],
    url: Annotated[str, typer.Option(help="With `there`: the address of what is there.")] = "",
    config: Config = None,
    sandbox: Sandbox = False,
    json: Json = False,
) -> None:
    """Answer what only a person can know."""
    from bot.cli.acting import run_decide

    raise typer.Exit(run_decide(question, answer, url, config, sandbox=sandbox, as_json=json))


@app.command()
def serve(
    config: Config = None,
    port: Annotated[int, typer.Option(help="Of /healthz on loopback; 0 any, -1 none.")] = 8718,
    sandbox: Sandbox = False,
    pace: Pace = 3600.0,
) -> None:
    """Run for ever: send what is due, make the recurring releases of this folder's site."""
    from bot.cli.serving import run_serve

    raise typer.Exit(
        run_serve(config, Path.cwd(), sandbox=sandbox, pace=pace, port=port, kind="serve")
    )


@app.command()
def worker(
    config: Config = None,
    port: Annotated[int, typer.Option(help="Of /healthz on loopback; 0 any, -1 none.")] = -1,
    executor_id: Annotated[str, typer.Option(help="A fixed name for the engine.")] = "",
    threads: Annotated[int, typer.Option(help="How many deliveries move at once.")] = 8,
    sandbox: Sandbox = False,
    pace: Pace = 3600.0,
) -> None:
    """Run for ever as one of several executors of a store on PostgreSQL."""
    from bot.cli.serving import run_serve

    raise typer.Exit(
        run_serve(
            config, Path.cwd(), sandbox=sandbox, pace=pace, port=port, kind="worker",
            executor_id=executor_id, threads=threads,
        )
    )  # fmt: skip


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="The loopback port; 0 takes a free one.")] = 8717,
    pace: Pace = 1.0,
) -> None:
    """Run the stand-ins in the foreground, with a page of what was published."""
    from bot.cli.seeing import run_sandbox

    raise typer.Exit(run_sandbox(port, pace))


@app.command(name="import")
def import_(
    source: Annotated[
        str, typer.Argument(metavar="URL|FILE", help="A page, a saved one, or a Notion zip.")
    ],
    out: Annotated[Path, typer.Option(help="The site's folder, or any other.")] = Path(),
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the post that is there.")
    ] = False,
    sandbox: Sandbox = False,
    json: Json = False,
) -> None:
    """Turn an article of WeChat, of Substack or of any page into a post, and prove its words."""
    from bot.cli.importing import run_import

    raise typer.Exit(run_import(source, out, force=force, sandbox=sandbox, as_json=json))


app.add_typer(db_app, name="db")


def _keys(channels: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in channels.split(",") if key.strip())


def main() -> None:
    """The console command."""
    app()
