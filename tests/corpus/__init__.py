"""Reports with known truth: what is printed in each cell of the form is decided first, then drawn in any form.

`truth` invents a lawful report, `form` draws it as the notice prescribes, `variations` spoil the drawing as
real publishers do, and `render` writes it as HTML, DOCX, PDF or text. `reports.make` does all of it for a
seed and gives bytes with the cells that a careful reader sees in them. `sample` builds `raw/documents/`.
Labels come from `schemas/layouts/`; everything else in here is invented.
"""
