"""Renders the table of sources of triage and care: which sentence follows which publication."""

from collections.abc import Iterable, Iterator

from scalp_core.analysis import Message
from scalp_core.care.conditions import Condition
from scalp_core.care.guide import CareGuide
from scalp_core.care.statements import Source, Statement
from scalp_core.vocabulary import Grade
from scalp_local.care_questions import CareQuestions, Document

_HEAD = """# Triage and care: sources of every sentence

Generated from [care-guide.json](../infra/seed/care-guide.json) and
[care-questions.json](../infra/seed/care-questions.json) by `scalp_local care-page`; a test compares
them.

The sentences are our own and follow these publications; nobody of them has reviewed this project.
They state which signs need a doctor and which of them are urgent. **The times are our reading of
that**: what the NHS lists under "non-urgent advice" is *within a month*, what it or a review calls
a risk of scars or of a spreading infection is *this week*, and what it lists as urgent or an
emergency is *today*. The levels of pustules from moderate on, severe redness, oozing and sudden
bald patches are stricter than the publications: a photo cannot show how deep an inflammation goes,
and a wrong "not urgent" costs more than an early visit. Drug labels are those of the United
States, which are published in full; in Korea the leaflet of the product applies.

How the level of a person follows from the rules, and what may be suggested then:

* The level is that of the most urgent rule that holds. A grade that cannot be ruled out counts by
  the rules marked *plausible*. Answers add facts and take none away, so they only raise the level.
* A photo that may show no scalp gets no verdict, unless an answer is a red flag. On a photo of
  poor quality, care at home is replaced by "check again".
* **This week, today, and any severe grade**: no product, no medicine, no advertisement.
* **Within a month**: cosmetics without any attribute of the contraindications; no medicine, no
  advertisement.
* **Care at home**: everything that no contraindication excludes.
"""


def render_page(guide: CareGuide, questions: CareQuestions) -> str:
    """Return the page as Markdown."""
    return "\n".join(
        [
            _HEAD,
            "## Levels\n",
            "| level | headline | when | action | sources |",
            "|---|---|---|---|---|",
            *(
                f"| `{level}` | {_both(outcome.headline)} | {_both(outcome.when)} "
                f"| {_both(outcome.action)} | {_ids(outcome.sources)} |"
                for level, outcome in guide.triage.levels.items()
                if outcome.when
            ),
            "\n## Rules of triage\n",
            "| level | where | sentence | sources |",
            "|---|---|---|---|",
            *(
                f"| `{rule.level}` | {_condition(rule, plausible=rule.plausible)} | {_both(rule)} "
                f"| {_ids(rule.sources)} |"
                for rule in guide.triage.rules
            ),
            "\n## Contraindications\n",
            "| left out | where (the worst plausible grade counts) | sentence | sources |",
            "|---|---|---|---|",
            *(
                f"| {', '.join(row.attributes)} | {_condition(row)} | {_both(row)} | "
                f"{_ids(row.sources)} |"
                for row in guide.contraindications
            ),
            "\n## Sentences, by source\n",
            "| source | sentences |",
            "|---|---|",
            *(_source_row(source, guide.statements()) for source in guide.sources),
            "\n## Answers to questions, by source\n",
            "What the site's question box says. Pages of this repository are the source of what it",
            "says about the site.\n",
            "| source | sentences |",
            "|---|---|",
            *(
                _source_row(source, questions.statements())
                for source in _all_sources(guide, questions)
                if any(source.id in statement.sources for statement in questions.statements())
            ),
            "",
        ]
    )


def _all_sources(guide: CareGuide, questions: CareQuestions) -> list[Source | Document]:
    return [*guide.sources, *questions.sources, *questions.documents]


def _source_row(source: Source | Document, statements: Iterable[Statement]) -> str:
    if isinstance(source, Document):
        name = f"[{source.title}](../{source.path})"
    else:
        name = f"{source.publisher}: [{source.title}]({source.url})"
    return f"| **{source.id}**<br>{name} | {'<br>'.join(_cited(source.id, statements))} |"


def _cited(source: str, statements: Iterable[Statement]) -> Iterator[str]:
    """Yield what follows a source, each English sentence once."""
    seen: set[str] = set()
    for statement in statements:
        if source in statement.sources and statement.en not in seen:
            seen.add(statement.en)
            yield statement.en


def _condition(condition: Condition, *, plausible: bool = False) -> str:
    parts = [sign.replace("_", " ") for sign in condition.signs]
    if condition.symptom is not None and condition.grade is not None:
        grade = Grade(condition.grade).name.lower()
        reach = "plausible" if plausible else "from"
        parts.insert(0, f"{condition.symptom.replace('_', ' ')} {reach} {grade}")
    return " + ".join(parts)


def _both(text: Message) -> str:
    return f"{text.ko}<br>{text.en}"


def _ids(sources: list[str]) -> str:
    return ", ".join(sources)
