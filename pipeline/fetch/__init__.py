"""The only room on the network, and the only writer of `raw/`.

It hands on `Receipt`s: what was got, and whence.

A document needs no entry in any list: whatever stands below `raw/documents/` is a document.
"""
