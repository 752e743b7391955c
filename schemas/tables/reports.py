"""The reports: one row a document that was read."""

import pandas as pd
import pandera.pandas as pa

from schemas import load
from schemas.tables import columns


def _layout(zh: str, name: str) -> object:
    return columns.column(
        f"{zh}格式版本",
        f"layout of {name}",
        "该表所用国家格式的版本；没有该表时为空",
        "edition of the form that the table follows; empty where the document has no such table",
        isin=list(load.shapes(name)),
    )


class Reports(pa.DataFrameModel):
    """Annual reports on open government information, one row a report."""

    report_id: str = columns.report_id()
    source_sha256: str = columns.source_sha256()
    source_path: str = columns.source_path()
    url: str = columns.column("网址", "URL", "文件的来源网址", "where the document was fetched from")
    media_type: str = columns.column(
        "媒体类型", "media type", "按内容判断的文件类型", "the document's type, by content"
    )
    title: str = columns.column("标题", "title", "报告标题", "title of the report")
    publisher_id: str = columns.publisher_id()
    publisher: str = columns.column(
        "发布机关",
        "publisher",
        "发布机关的规范名称；未能确定的按原文",
        "official name of the publishing body; as printed where it was not resolved",
    )
    publisher_printed: str = columns.column(
        "所印名称", "name as printed", "标题中所印的名称", "the name as the title, or what served for it, has it"
    )
    publisher_resolution: pd.CategoricalDtype = columns.column(
        "确定依据",
        "resolution",
        "据何确定发布机关；未能确定的为空",
        "what decided which body it is; empty where nothing did",
        codes="resolutions",
    )
    publisher_kind: pd.CategoricalDtype = columns.publisher_kind()
    field: pd.CategoricalDtype = columns.publisher_field()
    division_code: str = columns.division_code()
    province: str = columns.column("省级", "province", "省级行政区名称", "division of the province level")
    prefecture: str = columns.column(
        "地级", "prefecture", "地级行政区名称", "division of the prefecture level"
    )
    county: str = columns.column("县级", "county", "县级行政区名称", "division of the county level")
    level: pd.CategoricalDtype = columns.level()
    scope: pd.CategoricalDtype = columns.column(
        "统计范围",
        "scope",
        "报告汇总下级数据，还是只含本机关",
        "whether the report adds up other bodies",
        codes="scopes",
    )
    year: pd.Int16Dtype = columns.year()
    published_on: str = columns.column(
        "公布日期",
        "published on",
        "文件开头所印的公布日期（年-月-日）；没有或不可信的为空",
        "date of publication that the document's head prints (year-month-day); empty where there is none to be trusted",
        str_matches=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    )
    layout_proactive_disclosure: pd.Int16Dtype = _layout("主动公开表", "proactive_disclosure")
    layout_applications: pd.Int16Dtype = _layout("申请表", "applications")
    layout_reviews_litigation: pd.Int16Dtype = _layout("复议诉讼表", "reviews_litigation")
    layout_statistics: pd.Int16Dtype = _layout("情况统计表", "statistics_2014")
    grade: pd.CategoricalDtype = columns.column(
        "等级", "grade", "报告的完整与一致程度", "how whole and consistent the report is", codes="grades"
    )
    grade_reason_zh: str = columns.column(
        "评级理由（中文）", "reason of the grade (Chinese)", "评级的理由", "why this grade"
    )
    grade_reason_en: str = columns.column(
        "评级理由（英文）", "reason of the grade (English)", "评级的理由", "why this grade"
    )
    is_current: pd.BooleanDtype = columns.column(
        "现行",
        "current",
        "同一机关同一年份的多份文件中采用的一份",
        "the one to use among several documents of the same publisher and year",
        nullable=False,
    )

    class Config:
        strict = True
        ordered = True
        unique = ["report_id"]
        metadata = {
            "title_zh": "年度报告",
            "title_en": "Annual reports",
            "description_zh": "每读出一份报告一行：发布机关、年份、来源文件、各表所用格式版本和等级",
            "description_en": "one row a document that was read: publisher, year, source file, the edition that "
            "each table follows, grade",
        }
