"""What is withheld at the very end."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from pipeline.check.finding import Finding
from pipeline.fetch.receipts import Receipt
from pipeline.release.quarantine import VIOLATION, Names, quarantine
from tests.release import small
from tests.spec.example import Example

TITLE = ("发布", "What is withheld")


@dataclass(frozen=True)
class Row:
    """A row of a published table, good or with a planted fault (see `tests/release/small.py`)."""

    fault: str = ""
    publisher: str = "somebody"

    def findings(self) -> Sequence[Finding]:
        receipt = Receipt("documents/r.txt", "0" * 64, 1, None, None, None)
        read = small.read(receipt, f"{self.publisher} 2023 {self.fault}".encode())
        (reading,) = quarantine([Names().given(read)])
        names = [field.name for field in fields(Finding)]
        told = [row for row in reading.tables.get("findings", ()) if row["rule"] == VIOLATION]
        return [Finding(**{name: row[name] for name in names}) for row in told]

    def shown(self) -> str:
        row = small.cell() | small.FAULTS.get(self.fault, {})
        shown = [column for column, value in row.items() if value is not None and column != "report_id"]
        head, line = " | ".join(shown), " | ".join(str(row[column]) for column in shown)
        return f"| {head} |\n|{' --- |' * len(shown)}\n| {line} |"


@dataclass(frozen=True)
class Refused(Row):
    publisher: str = "nothing"

    def shown(self) -> str:
        return "> 关于报送材料的通知"


EXAMPLES = (
    Example("schema_violation", fails=Row("half-a-request"), passes=Row(), silent=Refused(), why=(
        "文件被拒收，没有可发布的数据", "the document is refused, so there is nothing to publish")),
)  # fmt: skip
