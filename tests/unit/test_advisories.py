"""An audit that could not ask anybody must not look like one that found nothing."""

import json

import pytest

from scan.advisories import Answer, exit_code, from_npm_audit, from_pip_audit, report

FINE = {"name": "pillow", "version": "13.0.0", "vulns": []}
WEAK = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1"}, {"id": "GHSA-2"}]}
SKIPPED = {"name": "boto3", "skip_reason": "Dependency not found on PyPI"}


def pip_audit(*packages: object) -> Answer:
    return from_pip_audit(json.dumps({"dependencies": packages, "fixes": []}))


def npm_audit(**severities: str) -> Answer:
    found = {name: {"severity": one} for name, one in severities.items()}
    return from_npm_audit(
        json.dumps({"vulnerabilities": found, "metadata": {"dependencies": {"total": 400}}})
    )


def test_packages_without_a_known_weakness_are_fine() -> None:
    assert exit_code([pip_audit(FINE), npm_audit()], strict=True) == 0


@pytest.mark.parametrize("answer", [pip_audit(FINE, WEAK), npm_audit(vite="critical")])
def test_a_known_weakness_fails_and_is_named(answer: Answer) -> None:
    assert exit_code([answer], strict=False) == 1
    assert answer.weak[0] in "\n".join(report("x", answer))


def test_what_npm_calls_moderate_does_not_fail() -> None:
    assert exit_code([npm_audit(vite="moderate")], strict=True) == 0


@pytest.mark.parametrize(
    "answer",
    [
        pip_audit(SKIPPED),
        pip_audit(FINE, SKIPPED),
        from_pip_audit(""),
        from_npm_audit(""),
        from_npm_audit('{"message": "405 Method Not Allowed", "error": {}}'),
    ],
)
def test_packages_that_could_not_be_checked_are_reported_and_fail_in_strict_mode(
    answer: Answer,
) -> None:
    assert "NOT CHECKED" in "\n".join(report("x", answer))
    assert exit_code([answer], strict=False) == 0
    assert exit_code([answer], strict=True) == 1
