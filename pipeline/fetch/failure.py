"""`Failure`: an attempt that gave no document, with the code of its reason (`schemas/fetching.yaml`)."""

from schemas.fetching import fetching


class Failure(Exception):
    """`status` is the HTTP status, 0 where none came; `wait` the seconds that the host asked to wait, if it did."""

    def __init__(self, reason: str, detail: str = "", status: int = 0, wait: float | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.status, self.wait = reason, detail, status, wait

    @property
    def again(self) -> bool:
        """Whether it may go better another time."""
        return fetching().reasons[self.reason].again
