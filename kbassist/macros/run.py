"""The state of one rendering: what was read, what is missing, and how much work is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from liquid.context import RenderContext
from liquid.exceptions import ResourceLimitError

from kbassist.content.library import Library
from kbassist.content.model import FieldSpec, FieldType
from kbassist.content.team_model import Team
from kbassist.i18n import N_
from kbassist.macros.fieldvalues import RefusedError, Setting, typed
from kbassist.macros.form import Agent, Context, Gap, GapKind
from kbassist.macros.marks import wrap
from kbassist.macros.values import Absent, Day, Moment

WORK: Final = 50_000
"""Steps that one rendering may take: a name read, a filter applied (more for long texts), a round of a loop."""

RESERVED: Final = frozenset({"agent", "team", "today", "now"})
AGENT_NAMES: Final[Mapping[str, str]] = {
    "name": "name",
    "名字": "name",
    "signature": "signature",
    "签名": "signature",
}
TEAM_NAMES: Final[Mapping[str, str]] = {
    "name": "name", "名称": "name", "signature": "signature", "签名": "signature",
}  # fmt: skip


class _Key:
    """The one name that no template can write, under which a rendering finds its state."""


RUN: Final = _Key()


@dataclass(slots=True)
class Run:
    """One rendering of one variant (its subject and its text)."""

    fields: tuple[FieldSpec, ...]
    values: Mapping[str, str]
    library: Library
    context: Context
    locale: str
    setting: Setting
    gaps: dict[Gap, None] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    work: int = WORK
    _specs: dict[str, FieldSpec] = field(default_factory=dict)
    _read: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._specs = {spec.name: spec for spec in self.fields}

    @property
    def names(self) -> tuple[str, ...]:
        """What the numbers of marked stretches stand for; the last one is for stretches of no field."""
        return (*self._specs, "")

    def spend(self, steps: int) -> None:
        """Count work; raises ResourceLimitError when it is too much."""
        self.work -= steps
        if self.work < 0:
            raise ResourceLimitError("too much work", token=None)

    def note(self, gap: Gap) -> None:
        """Remember a gap, each one once."""
        self.gaps[gap] = None

    def read(self, name: str) -> object:
        """Return the typed value of a field, or an `Absent`; a gap is noted where it has to be filled.

        Raises KeyError where no field has this name.
        """
        if name not in self._read:
            self._read[name] = self._value(self._specs[name])
        return self._read[name]

    def _value(self, spec: FieldSpec) -> object:
        try:
            value = typed(spec, self.values.get(spec.name, spec.default), self.setting)
        except RefusedError as error:
            gap = Gap(GapKind.INVALID, spec.name, error.message)
        else:
            if value is not None:
                return value
            gap = Gap(GapKind.EMPTY, spec.name, N_("“{label}” is not filled in", label=spec.label or spec.name))
            if not spec.required:
                return Absent(spec.name, gap=gap)
        self.note(gap)
        return Absent(spec.name, gap=gap)

    def field_of(self, name: str) -> str:
        """Return the field that a name stands for: itself, or where the local name got its value; else empty."""
        return self.origins.get(name) or (name if name in self._specs else "")

    def marked(self, text: str, name: str, *, gap: bool = False) -> str:
        """Mark a stretch as coming from a field (or, with an empty name, from none)."""
        return wrap(text, self.names.index(name), gap=gap)

    def placeholder(self, name: str, otherwise: str) -> str:
        """Return the marked 〔label〕 that stands for a missing value."""
        spec = self._specs.get(name)
        return self.marked(f"〔{(spec.label or spec.name) if spec else otherwise}〕", name if spec else "", gap=True)


@dataclass(frozen=True, slots=True)
class Names(Mapping[Any, object]):
    """The names that a template may read: its fields, `agent`, `team`, `today`, `now`."""

    run: Run

    def __getitem__(self, name: Any) -> object:
        if name is RUN:
            return self.run
        if name in RESERVED:
            return self._reserved(name)
        return self.run.read(name)

    def __len__(self) -> int:
        return len(RESERVED) + len(self.run.fields)

    def __iter__(self) -> Iterator[Any]:
        return iter((*RESERVED, *(spec.name for spec in self.run.fields)))

    def _reserved(self, name: str) -> object:
        match name:
            case "agent":
                return Settings("agent", agent_values(self.run.context.agent))
            case "team":
                return Settings("team", team_values(self.run.library.team))
            case "today":
                return Day.of(self.run.context.today)
        return Moment.of(self.run.context.now)


@dataclass(frozen=True, slots=True)
class Settings:
    """`agent.*` or `team.*`; a value that nobody has set yet is absent."""

    name: str
    values: Mapping[str, str]

    def __getitem__(self, key: str) -> object:
        value = self.values[key]
        full = f"{self.name}.{key}"
        return value or Absent(full, gap=Gap(GapKind.EMPTY, "", N_("“{name}” is not set yet", name=full)))


def agent_values(agent: Agent) -> dict[str, str]:
    """Return the `agent.*` names with their values."""
    return {name: getattr(agent, attribute).strip() for name, attribute in AGENT_NAMES.items()}


def team_values(team: Team) -> dict[str, str]:
    """Return the `team.*` names with their values."""
    own = {name: getattr(team, attribute).strip() for name, attribute in TEAM_NAMES.items()}
    return own | {name: value.strip() for name, value in team.values.items()}


def run_of(context: RenderContext) -> Run:
    """Return the state of the rendering that this Liquid context belongs to."""
    run = context.globals[RUN]  # type: ignore[index]  # a key that is no string, so that no template can write it
    assert isinstance(run, Run)
    return run


def made_up(name: str) -> FieldSpec:
    """Return the field for a placeholder that nobody declared: a text that must be filled in."""
    return FieldSpec(name=name, type=FieldType.TEXT, label=name, required=True, declared=False)
