"""From documents as published to open data: fetch, read, locate, tidy, check, release.

`fetch` gives a receipt for each document. `read` turns its bytes into a `Document`, text and grids in reading
order. `locate` binds those to the national layout: a `Placement`. `tidy` makes the cells of the published tables,
`check` holds them against the layout and tells every doubt as a finding, `release` writes the files. Data flows one
way; each room imports only from those before it, and `schemas` from none. A table that no single document can tell
is made of the others, once they are accepted: `derived`.
"""
