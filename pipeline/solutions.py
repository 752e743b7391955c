"""Which cells without a number are 0 in every solution of a table's identities: `zeros(table, numbers)`.

A solution gives each such cell a count that isn't negative. Interval propagation (`identities.bounds`) finds most
of the zeros; those that only several equations together prove are found by linear programming.

        a + b     = 5
        a + b + c = 5        neither line alone says that c is 0
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.identities import Key, Numbers, bounds, places
from schemas.load import Table

if TYPE_CHECKING:
    import highspy

EPSILON = 1e-6
"""What a solver's answer may be off by; counts are whole."""


def zeros(table: Table, numbers: Numbers) -> frozenset[Key]:
    """The cells without a number that are 0 in every solution; none where there is no solution at all."""
    span = bounds(table, numbers)
    proved = {key for key, (_, most) in span.items() if most == 0}
    fixed = {key: least for key, (least, most) in span.items() if least == most}
    undecided = [key for key in span if key not in fixed]
    return frozenset(proved | (_always_zero(table, {**numbers, **fixed}, undecided) if undecided else set()))


def _always_zero(table: Table, known: Numbers, undecided: Sequence[Key]) -> set[Key]:
    """Of the undecided cells those that no solution lets be more: the others are ruled out, some with each answer."""
    import highspy  # here, since most reports need no solver and it takes long to load
    import numpy as np

    solver = _model(table, known, undecided)
    count = len(undecided)
    left = set(range(count))
    while left:
        solver.changeColsCost(count, np.arange(count, 2 * count), np.array([float(i in left) for i in range(count)]))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return set()
        amounts = solver.getSolution().col_value
        more = {i for i in left if amounts[i] > EPSILON}
        if not more:
            break
        left -= more
    return {undecided[i] for i in left}


def _model(table: Table, known: Numbers, undecided: Sequence[Key]) -> "highspy.Highs":
    """The identities as constraints on the amounts in the cells, and behind these a part of each that is at most 1,
    so that the sum of the parts is bounded."""
    import highspy
    import numpy as np

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    count, place = len(undecided), {key: i for i, key in enumerate(undecided)}
    solver.addVars(2 * count, np.zeros(2 * count), np.repeat([highspy.kHighsInf, 1.0], count))
    for i in range(count):
        solver.addRow(-highspy.kHighsInf, 0.0, 2, np.array([i, count + i]), np.array([-1.0, 1.0]))
    for _, _, left, right in places(table):
        signs = dict.fromkeys(left, 1.0) | dict.fromkeys(right, -1.0)
        rest = -sum(float(known[key]) * sign for key, sign in signs.items() if key in known)
        own = [(place[key], sign) for key, sign in signs.items() if key in place]
        if own:
            solver.addRow(rest, rest, len(own), np.array([i for i, _ in own]), np.array([sign for _, sign in own]))
    return solver
