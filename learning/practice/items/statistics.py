"""Classical item analysis over sums: pure functions, no people, no database. Sources and thresholds: docs/item-analysis.md."""

from collections.abc import Iterable
from math import sqrt


def facility(right: int, people: int) -> float | None:
    """The share that had it right, p = right / people: 0 is hardest, 1 easiest. None of nobody.

    Source: Crocker and Algina, Introduction to Classical and Modern Test Theory (1986), on item difficulty.
    """
    return right / people if people else None


def correlation(
    people: int, first: int, first_squares: int, second: int, second_squares: int, both: int
) -> float | None:
    """Pearson's r of two columns, from their sums, sums of squares and sum of products. None where one of them does not vary."""
    spread = (people * first_squares - first**2) * (people * second_squares - second**2)
    if people < 2 or spread <= 0:
        return None
    return max(-1.0, min(1.0, (people * both - first * second) / sqrt(spread)))


def item_rest(people: int, right: int, rest: int, rest_squares: int, both: int) -> float | None:
    """The item-rest correlation: the point-biserial r between one question (0 or 1) and the score on the other questions.

    rest: the sum over people of their score on the others; both: the same sum, over who had this question right.
    The question itself is left out of the score, or it would correlate with itself. None where all answered alike.
    Source: Henrysson, Correction of item-total correlations in item analysis, Psychometrika (1963).
    """
    return correlation(people, right, right, rest, rest_squares, both)


def variance(people: int, total: int, squares: int) -> float:
    """The variance of scores over these people themselves (divided by n), from their sum and sum of squares."""
    return (people * squares - total**2) / people**2 if people else 0.0


def alpha(items: int, item_variances: Iterable[float], score_variance: float) -> float | None:
    """Cronbach's alpha, k / (k - 1) · (1 - sum of item variances / score variance). None of one item, or of scores all alike.

    Source: Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika (1951).
    """
    if items < 2 or score_variance <= 0:
        return None
    return items / (items - 1) * (1 - sum(item_variances) / score_variance)


def kr20(people: int, total: int, squares: int, rights: Iterable[int]) -> float | None:
    """Kuder and Richardson's formula 20: alpha where every item is right or wrong, so that its variance is p · (1 - p).

    For a test in which all got the same questions. rights: per question, how many had it right.
    Source: Kuder and Richardson, The theory of the estimation of test reliability, Psychometrika (1937).
    """
    shares = [right / people for right in rights] if people else []
    return alpha(len(shares), (share * (1 - share) for share in shares), variance(people, total, squares))


def kr21(items: int, people: int, total: int, squares: int) -> float | None:
    """Kuder and Richardson's formula 21, k / (k - 1) · (1 - M(k - M) / (k · variance)); M is the mean score.

    For a test that draws other questions for each: it needs the scores alone, and then equals the intraclass correlation of
    questions drawn at random for every person.
    Sources: Kuder and Richardson (1937); Lord and Novick, Statistical Theories of Mental Test Scores (1968), on item sampling.
    """
    spread = variance(people, total, squares)
    if items < 2 or spread <= 0:
        return None
    mean = total / people
    return items / (items - 1) * (1 - mean * (items - mean) / (items * spread))
