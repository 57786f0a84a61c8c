"""What a refused or lost call means to the caller: one class per decision it can take.

CallError
├── Rejected         it read the request and said no: fix the content
├── NotAllowed       credentials or permission: the account pauses until a person acts
├── TryLater         certainly not done: repeat after `after` seconds
├── Expired          uploads that it refers to are not known any more: make them anew, once
├── AlreadyThere     the service says that it has it: find it, never resend
└── OutcomeUnknown   bytes were sent and no clear answer came: never repeat blindly
"""

from __future__ import annotations


class CallError(Exception):
    """A call that brought no receipt.

    `code` is the service's own code or a short stable word, `next_step` a sentence for the author.
    Texts never carry the address of a call, a token or a cookie; a reader's link may stand there.
    """

    def __init__(self, message: str, *, code: str = "", next_step: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.next_step = next_step

    @property
    def advice(self) -> str:
        """What it says and, where there is one, the next step, as sentences."""
        said = str(self)
        if not self.next_step:
            return said
        return f"{said}{'' if said.endswith(('.', '!', '?', '…')) else '.'} {self.next_step}"


class Rejected(CallError):
    """The service read the request and refused it; nothing was done."""


class LeftAsDraft(CallError):
    """The account may not publish what it may draft: the draft stays for a person. Nothing was
    done, and the same call would be refused again."""


class NotAllowed(CallError):
    """Credentials or permission are missing; nothing was done and nothing else will be."""


class TryLater(CallError):
    """Certainly not done: the connection never stood, or the contract calls the refusal safe."""

    def __init__(
        self, message: str, *, after: float = 60.0, code: str = "", next_step: str = ""
    ) -> None:
        super().__init__(message, code=code, next_step=next_step)
        self.after = after


class AlreadyThere(CallError):
    """The service refuses because it holds the same thing already."""


class Expired(CallError):
    """Refused because uploads it refers to are gone; `parts` are their keys. Nothing was done."""

    def __init__(
        self, message: str, *, parts: tuple[str, ...], code: str = "", next_step: str = ""
    ) -> None:
        super().__init__(message, code=code, next_step=next_step)
        self.parts = parts


class OutcomeUnknown(CallError):
    """The request may have taken effect."""
