"""Questions that are often asked, by topic: they lie in `resources/interviews`, and an officer changes them at will."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import msgspec

from fieldcheck.model.errors import N_, EnvironmentProblem
from fieldcheck.model.records import Finding
from fieldcheck.paths import data_directory

FILE = "interviews/questions.toml"


class QuestionsWrong(EnvironmentProblem):
    """The file of questions is not what the program needs."""

    code = "INTERVIEW_QUESTIONS"
    message = N_("The file resources/{path} cannot be used: {reason}. Install the program again.")


class _Topic(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    id: str
    zh: str
    en: str
    questions: tuple[str, ...]
    found: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    topics: tuple[_Topic, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic by its names, and its questions, which are Chinese as the record is."""

    zh: str
    en: str
    questions: tuple[str, ...]


def topics(unit: str, findings: Sequence[Finding]) -> list[Topic]:
    """Return the topics for an interview at a unit; the one about hazards asks about each of `findings`.

    Raises QuestionsWrong, DataMissing.
    """
    return [Topic(topic.zh, topic.en, tuple(_asked(topic, unit, findings))) for topic in _read().topics]


def _asked(topic: _Topic, unit: str, findings: Sequence[Finding]) -> Iterator[str]:
    if topic.found:
        told = ((finding.description or "").strip().removesuffix("。") for finding in findings)
        yield from (topic.found.replace("{hazard}", hazard) for hazard in told if hazard)
    for question in topic.questions:
        yield question.replace("{unit}", unit)


@cache
def _read() -> _File:
    path = data_directory("resources") / FILE
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise QuestionsWrong(path=FILE, reason=str(error)) from error
