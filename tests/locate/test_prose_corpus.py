"""A thousand sentences of known truth: how many of their figures are found, and how many are found beyond them."""

from collections import Counter

import pytest

from pipeline.locate.placement import Section
from pipeline.locate.prose import figures
from tests.corpus.prose import Truth, paragraphs, sentences

LEAST = 0.98


def read(text):
    """The figures of a text, as truths."""
    found = figures({"overview": Section("overview", None, text)})
    return Counter(Truth(f.subject, f.value, f.unit, f.approximate) for f in found)


def measured(drawn):
    """Recall, precision, and the sentences that are not read as they should be."""
    told = found = right = 0
    wrong = []
    for sentence in drawn:
        truths, seen = Counter(sentence.truths), read(sentence.text)
        told, found, right = told + truths.total(), found + seen.total(), right + (truths & seen).total()
        if truths != seen:
            wrong.append(f"{sentence.text!r}: missed {list(truths - seen)}, beyond {list(seen - truths)}")
    return right / told, right / found, wrong


@pytest.mark.parametrize(("drawn", "seed"), [(sentences, 1), (sentences, 2), (paragraphs, 3)])
def test_a_thousand(drawn, seed):
    recall, precision, wrong = measured(drawn(1000, seed))
    assert recall >= LEAST and precision >= LEAST, "\n".join(wrong[:20])
