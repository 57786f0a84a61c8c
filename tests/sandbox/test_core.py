"""The core: faults at their points, what survives a restart, and what a kill leaves behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from sandbox import RunningSandbox, serve

POINTS = ["received", "stored", "answered"]
CHILD = """
import os, pathlib, sys, time
import requests
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
requests.get(sys.argv[2])
time.sleep(9)
"""


def publish(running: RunningSandbox, path: str = "one") -> None:
    body = {"path": path, "title": "One"}
    requests.post(f"{running.url}/_control/blog", json=body, timeout=30).raise_for_status()


def outcomes(control) -> list[tuple[int | None, list[str], str]]:
    return [(call["status"], call["faults"], call["outcome"]) for call in control("calls")]


@pytest.mark.parametrize(
    ("point", "status"), [("received", None), ("stored", 404)], ids=["received", "stored"]
)
def test_a_reset_is_seen_by_the_client_as_a_reset(sandbox, control, point, status):
    control("faults", service="blog", operation="page", point=point, action="reset")

    with pytest.raises(requests.ConnectionError) as failure:
        requests.get(f"{sandbox.url}/blog/one", timeout=30)

    assert type(failure.value.args[0].args[1]) is ConnectionResetError
    assert outcomes(control) == [(status, [f"{point}:reset"], "reset")]


def test_a_close_ends_the_connection_without_an_answer(sandbox, control):
    control("faults", service="blog", action="close")

    with pytest.raises(requests.ConnectionError, match="without response"):
        requests.get(f"{sandbox.url}/blog/one", timeout=30)


def test_a_truncated_answer_is_half_of_the_real_one(sandbox, control):
    publish(sandbox)
    whole = requests.get(f"{sandbox.url}/blog/one", timeout=30).content
    control("faults", service="blog", point="stored", action="truncate")

    half = requests.get(f"{sandbox.url}/blog/one", timeout=30, stream=True).raw.read(
        len(whole) // 2
    )

    assert half == whole[: len(whole) // 2]


def test_a_truncated_answer_breaks_off(sandbox, control):
    control("faults", service="blog", point="stored", action="truncate")

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        requests.get(f"{sandbox.url}/blog/one", timeout=30)


def test_garbage_is_a_200_that_is_not_json(sandbox, control):
    control("faults", service="blog", action="garbage")

    answer = requests.get(f"{sandbox.url}/blog/one", timeout=30)

    assert (answer.status_code, answer.text) == (200, "<html><body>It works!</body></html>")


def test_a_status_fault_answers_as_ordered(sandbox, control):
    control(
        "faults", service="blog", action="status", status=429, body={"ok": False},
        headers={"retry-after": "7"},
    )  # fmt: skip

    answer = requests.get(f"{sandbox.url}/blog/one", timeout=30)

    assert (answer.status_code, answer.text, answer.headers["retry-after"]) == (
        429, '{"ok":false}', "7",
    )  # fmt: skip


def test_a_hang_lasts_until_the_client_gives_up(sandbox, control):
    control("faults", service="blog", action="hang", seconds=30)

    with pytest.raises(requests.ReadTimeout):
        requests.get(f"{sandbox.url}/blog/one", timeout=0.2)

    assert outcomes(control) == [(None, ["received:hang"], "hang")]


def test_a_lag_delays_and_goes_on(sandbox, control):
    control("faults", service="blog", point="stored", action="lag", seconds=0.3)
    start = time.monotonic()

    answer = requests.get(f"{sandbox.url}/blog/one", timeout=30)

    assert (answer.status_code, time.monotonic() - start >= 0.3) == (404, True)


def test_a_fault_strikes_at_its_nth_call_and_as_often_as_told(sandbox, control):
    control("faults", service="blog", action="status", status=503, nth=2, times=2)

    seen = [requests.get(f"{sandbox.url}/blog/one", timeout=30).status_code for _ in range(4)]

    assert seen == [404, 503, 503, 404]
    assert [(f["seen"], f["fired"]) for f in control("faults")] == [(4, 2)]


def test_a_fault_with_a_chance_strikes_so_often_and_alike_each_time(sandbox, control):
    def struck():
        requests.post(f"{sandbox.url}/_control/reset", json={}, timeout=30)
        control(
            "faults", service="blog", action="status", status=503, times=None, chance=0.3, seed=7
        )
        return [requests.get(f"{sandbox.url}/blog/one", timeout=30).status_code for _ in range(60)]

    first = struck()

    assert 8 <= first.count(503) <= 28
    assert struck() == first


def test_a_stop_fault_stops_the_client_for_a_while(sandbox, control, tmp_path):
    pidfile = tmp_path / "pid"
    control(
        "faults", service="blog", point="received", action="stop", seconds=1.0, pidfile=str(pidfile)
    )
    begun = time.monotonic()
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(pidfile), f"{sandbox.url}/blog/x"])
    while not outcomes(control) and time.monotonic() - begun < 8:
        time.sleep(0.05)
    stopped = state_of(child.pid)
    time.sleep(1.5)
    after = state_of(child.pid)
    child.kill()
    child.wait(timeout=8)

    assert stopped == "T"
    assert after != "T"


def state_of(pid):
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_fault_kills_the_client_and_the_call_goes_on(sandbox, control, tmp_path, point):
    pidfile = tmp_path / "pid"
    control("faults", service="blog", point=point, action="kill", pidfile=str(pidfile))
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(pidfile), f"{sandbox.url}/blog/x"])

    code = child.wait(timeout=8)

    assert code == -signal.SIGKILL
    assert outcomes(control) == [(404, [f"{point}:kill"], "answered")]


def test_what_was_stored_survives_the_kill_of_client_and_sandbox_in_one_process(tmp_path):
    script = (
        "import sys, requests, sandbox\n"
        f"running = sandbox.serve(state_dir={str(tmp_path)!r})\n"
        "control = running.url + '/_control/'\n"
        "requests.post(control + 'blog', json={'path': 'one', 'title': 'One'})\n"
        "requests.post(control + 'faults',"
        " json={'service': 'blog', 'point': 'stored', 'action': 'kill', 'pid': 'self'})\n"
        "requests.get(running.url + '/blog/one')\n"
    )

    code = subprocess.run([sys.executable, "-c", script], check=False, timeout=20).returncode

    assert code == -signal.SIGKILL
    with serve(state_dir=tmp_path) as again:
        calls = requests.get(f"{again.url}/_control/calls", timeout=30).json()
        assert [(call["operation"], call["outcome"]) for call in calls] == [("page", "open")]
        assert requests.get(f"{again.url}/blog/one", timeout=30).status_code == 200


def test_switches_time_and_pages_survive_a_restart(tmp_path: Path):
    with serve(state_dir=tmp_path) as first:
        publish(first)
        requests.post(f"{first.url}/_control/clock", json={"advance": 3600}, timeout=30)

    with serve(state_dir=tmp_path) as second:
        feeds = requests.get(f"{second.url}/_control/feeds?service=blog", timeout=30).json()
        clock = requests.get(f"{second.url}/_control/clock", timeout=30).json()

    assert [post["title"] for post in feeds[0]["posts"]] == ["One"]
    assert clock["offset"] == 3600


def test_reset_forgets_everything(sandbox, control):
    publish(sandbox)
    control("faults", service="blog", action="reset")

    requests.post(f"{sandbox.url}/_control/reset", json={}, timeout=30)

    assert requests.get(f"{sandbox.url}/blog/one", timeout=30).status_code == 404
    assert (control("faults"), len(control("calls"))) == ([], 1)


def test_the_call_log_holds_no_credentials(sandbox, control):
    requests.get(
        f"{sandbox.url}/blog/one?access_token=hush", headers={"Authorization": "hush"}, timeout=30
    )

    call = control("calls")[0]

    assert (call["query"], call["headers"]["authorization"]) == ({"access_token": "***"}, "***")


def test_the_command_prints_its_address_first_and_calls_on_request(tmp_path):
    command = [sys.executable, "-m", "sandbox", "--state", str(tmp_path), "--calls"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        requests.get(f"{url}/blog/one", timeout=30)
        call = process.stdout.readline()
        process.terminate()

    assert '"operation": "page"' in call
    assert process.returncode == 0


def test_hundreds_of_calls_take_no_noticeable_time(tmp_path):
    with serve(state_dir=tmp_path) as running, requests.Session() as session:
        start = time.monotonic()
        for _ in range(200):
            session.get(f"{running.url}/blog/one", timeout=30)

    assert time.monotonic() - start < 60
