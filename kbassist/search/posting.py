"""One list of the index in memory: which documents have a term, how strongly, and which entries those are."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kbassist.search.parts import Bools, Floats, Ints

_DENSE: Final = 4  # documents of the index for each one of a list, up to which the list is laid out
_SEARCHED: Final = 16  # numbers looked at for each one sought, up to which they are laid out and not searched

Numbers = npt.NDArray[np.signedinteger[Any]]


class Posting:
    """The documents that have a term (ascending), their BM25 weight without idf, and their entries' groups.

    A list that very many documents are on is also laid out, one place for each document of the index, when it is
    first looked at: adding it up and looking documents up takes a fraction of the time then.
    """

    __slots__ = ("_groups", "_laid_out", "_of_document", "documents", "weights")

    def __init__(self, documents: Ints, weights: Floats, of_document: Ints) -> None:
        """`of_document` is the group of each document of the index."""
        self.documents = documents
        self.weights = weights
        self._of_document = of_document
        self._groups: Ints | None = None
        self._laid_out: Floats | None = None

    @property
    def groups(self) -> Ints:
        """Return the groups, ascending; made when they are first asked for."""
        if self._groups is None:
            groups = self._of_document.take(self.documents)
            self._groups = groups[differs(groups)]
        return self._groups

    @property
    def nbytes(self) -> int:
        """Return the memory taken, with all that is made when it is asked for."""
        laid_out = self._of_document.nbytes if self._is_dense else 0
        return self.documents.nbytes * 2 + self.weights.nbytes + laid_out

    def add_to(self, sums: Floats, factor: float) -> None:
        """Add the weights, times a factor, to the sums of all documents."""
        if (laid_out := self._every()) is not None:
            sums += np.float32(factor) * laid_out
        else:
            np.add.at(sums, self.documents.astype(np.intp), np.float32(factor) * self.weights)

    def weights_of(self, documents: Numbers) -> Floats:
        """Return the weight of the term in each of these documents, 0 where it is not."""
        if (laid_out := self._every()) is not None:
            return laid_out.take(documents)
        places = np.minimum(np.searchsorted(self.documents, documents), len(self.documents) - 1)
        there = self.documents.take(places) == documents
        return np.where(there, self.weights.take(places), np.float32(0))

    def in_documents(self, documents: Numbers) -> Bools:
        """Tell which of these documents (ascending) have the term."""
        if (laid_out := self._every()) is not None:
            return laid_out.take(documents) > 0
        return _among(documents, self.documents)

    def in_groups(self, groups: Numbers) -> Bools:
        """Tell which of these groups (ascending) have the term."""
        return _among(groups, self.groups)

    @property
    def _is_dense(self) -> bool:
        return _DENSE * len(self.documents) >= len(self._of_document)

    def _every(self) -> Floats | None:
        """Return the weights of all documents of the index, of a list that is not dense nothing."""
        if self._laid_out is None and self._is_dense:
            self._laid_out = np.zeros(len(self._of_document), np.float32)
            self._laid_out[self.documents] = self.weights
        return self._laid_out


def differs(values: Numbers) -> Bools:
    """Tell of each value whether it differs from the one before it."""
    changed = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def flags(size: int, numbers: Numbers) -> Bools:
    """Tell of each number below `size` whether it is one of these."""
    there = np.zeros(size, np.bool_)
    there[numbers.astype(np.intp, copy=False)] = True  # numpy takes longer to cast them by itself
    return there


def _among(some: Numbers, others: Ints) -> Bools:
    """Tell of each of some ascending numbers whether it is among the others (ascending, at least one)."""
    if _SEARCHED * len(some) > len(others):
        return flags(int(max(some[-1], others[-1])) + 1, others).take(some)
    places = np.minimum(np.searchsorted(others, some), len(others) - 1)
    among: Bools = others.take(places) == some
    return among
