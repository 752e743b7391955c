"""The only room that knows Dagster. Its assets tell the way from raw to published;
the work is done in the other rooms.

`documents` → `readings` → one asset a published table, each behind its schema → `release`; a derived table stands
behind the tables that it is made of.
"""
