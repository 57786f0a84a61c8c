"""Stand-ins for the four services and the blog, on one loopback port.

Each service answers as its contract says, strictly, and shows on one page (`/`) what its readers
would see, with the calls and a panel that arms faults. The package imports nothing of pressrun, so
it cannot share its mistakes.

    with serve() as running:               # memory only; serve(state_dir=...) keeps what it stored
        requests.get(running.url + "/wechat/cgi-bin/draft/count", ...)

    python -m sandbox --port 8717 --state DIR --pace 60 --calls

Paths:  /wechat/cgi-bin/...  /telegram/bot<token>/<method>  /x/2/...  /substack/account/api/v1/...
        /substack/pub/api/v1/...  /blog/...  / (feeds)  /_control/... (tests; see control.py).
A request whose Host header is a service's own host needs no prefix.

HOW A SERVICE IS ADDED. Write a module or package `sandbox/<key>` that defines one SERVICE
(service.py has the types), and add it to the tuple in services.py. Nothing else. An example:

    @dataclass(frozen=True, slots=True)
    class Note:                                   # a stored row: fields of plain JSON types
        id: str
        text: str
        created_at: float

    class Notes:                                  # the stand-in; keeps all its state in tables
        def __init__(self, setting: Setting) -> None:
            self.clock, self.switches, self._setting = setting.clock, setting.switches, setting
            self.notes = setting.table("notes", Note)

        def operations(self) -> list[Operation]:
            return [Operation("notes/create", "/notes/api/create", self.create, ("POST",))]

        def create(self, exchange: Exchange) -> Answer:
            text = exchange.json_object().get("text")           # 1. parse and validate
            if not isinstance(text, str) or len(text) > self.switches.number("limit"):
                raise Refused(json_answer({"error": "text"}, status=400))
            note = Note(str(self._setting.next("note")), text, self.clock.now())
            self.notes.put(note.id, note)                       # 2. effect
            return json_answer({"id": note.id}, status=201)     # 3. answer

        def feed(self) -> list[Post]:
            return [Post(n.id, "note", "", n.text, n.created_at) for n in self.notes.values()]

        def deleted(self) -> list[Post]:              # what the page strikes out
            return []

    SERVICE = Service(key="notes", open=Notes, hosts={"api.notes.example": "/notes"},
                      switches=(Switch("limit", 500, "longest text, characters"),))

A handler is a plain function from Exchange to Answer, called on the one event loop, so it needs no
lock. It validates first and writes after: whatever it wrote, also before raising Refused, is
committed when it ends and before the first byte of the answer leaves. A long poll is an
`async def` handler that awaits `clock.until(...)`; it writes nothing before it awaits. A handler
raises NotModelled for a request whose answer nobody knows; it becomes a 501 and is listed.

FAULT POINTS, applied around the handler by the core (faults.py lists the actions):
    received   the request is read, nothing has happened yet
    inside     the handler itself asks: `if exchange.injected("album_partial"): ...`
    stored     the effect is committed, no byte of the answer has left
    answered   the answer was sent
A service names its own faults in SERVICE.faults: {"token_invalidated": function} runs at the point
the fault names and may replace the answer; {"album_partial": None} is one the handler asks for.
SERVICE.troubles says which of them the page offers, and in what form (panel.py).

TIME is `clock.now()` (epoch seconds, UTC). Delays of a service (status 1 -> 0, lag, processing) are
`clock.paced(seconds)`: divided by the pace. Tests move time with POST /_control/clock.

TESTS are raw requests: tests/sandbox/*.http, run by tests/sandbox/test_http_files.py. What a person
does behind the client's back (edits a draft, deletes a post) is SERVICE.actions, called by
POST /_control/do/<service>/<action>.
"""

from __future__ import annotations

from sandbox.server import RunningSandbox, serve

__all__ = ["RunningSandbox", "serve"]
