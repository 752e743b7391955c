"""`workbooks(build)`: the official form as workbooks for Excel, `xlsx/<year>.xlsx`.

    header.py    a layout's rows and columns → the merged levels of a sheet's header
    doubts.py    findings → what is against each cell, and what a comment says of it
    looks.py     the formats of cells; text that Excel shows and never runs
    sheet.py     one table of one edition: header, then a row a report
    guide.py     the first sheet, which explains the others
    rows.py      the rows of a year, streamed by report, and their hash
    cache.py     workbooks made before, by the hash of what is in them
"""

from pipeline.release.xlsx.workbook import workbooks

__all__ = ["workbooks"]
