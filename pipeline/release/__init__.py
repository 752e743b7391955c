"""The only writer of `published/`.

`gather` reads the documents and quarantines those whose rows break a schema; `staging` keeps the rows of a
run apart from everything published; `publish` turns them into a version folder, beside what is there, and
swings the index to it. Nothing of a run can be seen in `published/` before it is whole.
"""
