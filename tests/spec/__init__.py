"""The rules by drawn examples, which the tests run and of which `docs/rules.md` is made: `EXAMPLES` by rule.

A new rule is one `Example` in the chapter where it belongs; a new chapter is one module with a `TITLE` and `EXAMPLES`,
and its name below.
"""

from collections.abc import Mapping

from tests.spec import across, binding, cells, form, identities, prose, reading, release, reviewed, statistics, tables
from tests.spec.example import Example

CHAPTERS = (identities, cells, tables, binding, form, statistics, prose, reading, reviewed, across, release)

EXAMPLES: Mapping[str, Example] = {example.rule: example for chapter in CHAPTERS for example in chapter.EXAMPLES}
