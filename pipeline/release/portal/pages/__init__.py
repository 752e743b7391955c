"""One module a kind of page; each has `write(site)`."""
