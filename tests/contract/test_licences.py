"""Licences of what is delivered: a copyleft surprise is one that fails here."""

import re

from support.licences import COPYLEFT, delivered, licence, pinned, report, site_packages

FREE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF|Python Software|HPND|Unlicense|Zlib|0BSD|CNRI)", re.I)
# Known, and allowed for the reason given.
ALLOWED = {
    "certifi": "MPL-2.0 binds changes of its own file, of which there are none",
    "pi-heif": "its own code is BSD; libheif and libde265 (LGPL) lie beside it as own files",
}


def test_what_is_delivered_may_be_delivered() -> None:
    licences = {name: licence(name) for name in delivered() - ALLOWED.keys()}

    unknown = {name: found for name, found in licences.items() if not FREE.search(found)}
    assert unknown == {}
    assert {name: found for name, found in licences.items() if COPYLEFT.search(found)} == {}


def test_enough_packages_are_looked_at() -> None:
    assert len(delivered()) > 20
    assert {"boto3", "fastapi", "onnxruntime", "pillow"} <= delivered()


def test_nothing_is_allowed_that_is_not_delivered() -> None:
    assert ALLOWED.keys() <= delivered()


def test_the_sites_packages_may_be_delivered() -> None:
    shipped = {name: licence for name, (licence, ships) in site_packages().items() if ships}
    free = {"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "OFL-1.1", "0BSD"}

    assert "preact" in shipped
    assert {name: one for name, one in shipped.items() if one not in free} == {}


def test_the_report_has_a_row_for_every_package() -> None:
    rows = list(report())

    for name in pinned() | delivered():
        assert any(row.startswith(f"| {name} |") for row in rows), name
    assert len(rows) == 2 + len(pinned() | delivered()) + len(site_packages())
    assert "| certifi | MPL-2.0" in "\n".join(rows)


def test_nothing_that_tests_or_training_need_is_bound_to_pass_its_licence_on() -> None:
    """They are given to nobody; even so, GPL and AGPL would be a surprise."""
    strict = re.compile(r"\b(AGPL|(?<!L)GPL|Affero)", re.I)

    assert {name: licence(name) for name in pinned() if strict.search(licence(name))} == {}
