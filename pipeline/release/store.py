"""`Store`: the objects below an `s3://bucket/prefix`, by name, with puts that hold only on a condition.

Credentials, region and endpoint come from the environment, as botocore reads them (AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL, AWS_PROFILE …), and from nowhere else.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from pipeline.release.errors import PublishError

SCHEME = "s3://"
ADDRESS = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[^/?#]+)*)/?")
UNMET = (404, 409, 412)
"""HTTP statuses of a conditional put that did not hold: the object is gone, or another writer was faster."""

SHA256 = "sha256"
"""The metadata of an object in which its digest stands."""


class Unmet(Exception):
    """The condition of a put did not hold; nothing was written."""


@dataclass(frozen=True, slots=True)
class Held:
    """An object as it was seen: its tag changes with its content; `age` is in seconds by the store's own clock."""

    data: bytes
    tag: str
    age: float


class Store:
    """A prefix of a bucket; every method raises PublishError where the store can't be reached or refuses."""

    def __init__(self, address: str) -> None:
        found = ADDRESS.fullmatch(address)
        if found is None:
            raise PublishError(f"{address!r} is no place in an object store: give s3://bucket/prefix.")
        self.address = address.rstrip("/")
        self._bucket, self._prefix = found[1], found[2].strip("/")
        with told(self.address):
            self._files = _file_system()

    def get(self, name: str) -> Held | None:
        """An object, None where there is none; where it changes meanwhile, the tag is the older one's."""
        with told(self.address):
            try:
                found = self._files.call_s3("head_object", **self._key(name))
                data = self._files.cat_file(f"{self._bucket}/{self._key(name)['Key']}")
            except FileNotFoundError:
                return None
        return Held(data, found["ETag"], _age(found))

    def put(self, name: str, data: bytes, sha256: str, tag: str | None = None) -> str:
        """Write an object, where `tag` is given only over the one with that tag; its new tag. Unmet."""
        return self._put(name, data, sha256, {"IfMatch": tag} if tag else {})

    def create(self, name: str, data: bytes, sha256: str) -> str:
        """Write an object where there is none; its tag. Unmet where there is one."""
        return self._put(name, data, sha256, {"IfNoneMatch": "*"})

    def sha256(self, name: str) -> str | None:
        """The digest that an object was written with; None without object or digest."""
        with told(self.address):
            try:
                found = self._files.call_s3("head_object", **self._key(name))
            except FileNotFoundError:
                return None
        return found["Metadata"].get(SHA256)

    def names(self, below: str = "") -> list[str]:
        """The names of all objects in the folder `below`, sorted."""
        top = self._key("")["Key"]
        with told(self.address):
            found = self._files.find(f"{self._bucket}/{top}{below}")
        return sorted(name.removeprefix(f"{self._bucket}/{top}") for name in found)

    def delete(self, name: str) -> None:
        with told(self.address):
            self._files.call_s3("delete_object", **self._key(name))

    def _key(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._prefix}/{name}" if self._prefix else name}

    def _put(self, name: str, data: bytes, sha256: str, condition: dict[str, str]) -> str:
        with told(self.address):
            try:
                written = {"Body": data, "Metadata": {SHA256: sha256}} | condition
                return self._files.call_s3("put_object", **self._key(name), **written)["ETag"]
            except OSError as error:
                if condition and _status(error) in UNMET and "NoSuchBucket" not in str(error.__cause__):
                    raise Unmet(name) from None
                raise


def _file_system() -> Any:
    try:
        import s3fs
    except ImportError as error:
        raise PublishError("s3:// needs s3fs, which is not installed: pip install 'gongkai[s3]'.") from error
    return s3fs.S3FileSystem(use_listings_cache=False)


@contextmanager
def told(address: str) -> Iterator[None]:
    """Turns what the store answers, or that it doesn't, into a PublishError with the place and what to do."""
    try:
        yield
    except (PublishError, Unmet):
        raise
    except PermissionError as error:
        raise PublishError(f"{address}: {error}: check the bucket's policy and AWS_ACCESS_KEY_ID.") from error
    except Exception as error:  # botocore's own errors share no ancestor that can be named without importing it
        raise PublishError(f"{address}: {error or type(error).__name__}: check the address and AWS_… .") from error


def _status(error: OSError) -> int | None:
    """The HTTP status behind an error of s3fs."""
    answer = getattr(error.__cause__, "response", {})
    return answer.get("ResponseMetadata", {}).get("HTTPStatusCode")


def _age(found: dict[str, Any]) -> float:
    said = found["ResponseMetadata"]["HTTPHeaders"].get("date")
    now = parsedate_to_datetime(said) if said else datetime.now(found["LastModified"].tzinfo)
    return (now - found["LastModified"]).total_seconds()
