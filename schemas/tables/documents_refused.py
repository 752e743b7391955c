"""The documents that could not be read, each with its reason."""

import pandas as pd
import pandera.pandas as pa

from schemas.tables import columns


class DocumentsRefused(pa.DataFrameModel):
    """Documents refused, one row a document."""

    source_path: str = columns.source_path()
    source_sha256: str = columns.source_sha256()
    reason: pd.CategoricalDtype = columns.column(
        "拒收原因",
        "reason",
        "未能读取的原因",
        "why the document was not read",
        nullable=False,
        codes="refusals",
    )
    message_zh: str = columns.message("中文", "Chinese")
    message_en: str = columns.message("英文", "English")

    class Config:
        strict = True
        ordered = True
        unique = ["source_path"]
        metadata = {
            "title_zh": "拒收的文件",
            "title_en": "Documents refused",
            "description_zh": "未能读取的文件，每份一行，附原因",
            "description_en": "one row a document that gave no report, with the reason",
        }
