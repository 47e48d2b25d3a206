"""Which refresh a schedule asks for, and what is told about it."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from scalp_catalog.access_keys import MissingKeyError
from scalp_catalog.bootstrap import Services
from scalp_catalog.hospitals.opening_hours import refresh_opening_hours
from scalp_catalog.hospitals.refresh import refresh_hospitals
from scalp_catalog.portal import Portal
from scalp_catalog.products.naver import NaverShopping
from scalp_catalog.products.refresh import refresh_offers, refresh_reports
from scalp_core import clock
from scalp_core.errors import ScalpSpectraError
from scalp_core.observability import MetricUnit
from scalp_core.products.traffic_summary import summarise_traffic


class Catalogue(StrEnum):
    """What can be refreshed: the values of ``refresh`` in a schedule's input."""

    HOSPITALS = "hospitals"
    OPENING_HOURS = "opening-hours"
    PRODUCT_OFFERS = "product-offers"
    PRODUCT_REPORTS = "product-reports"
    PRODUCT_TRAFFIC = "product-traffic"


class Outcome(StrEnum):
    """What became of a run; its value ends the name of a metric."""

    REFRESHED = "Refreshed"
    NO_KEY = "NotRefreshed"
    FAILED = "RefreshFailed"


def refresh(event: Mapping[str, Any], services: Services) -> dict[str, Any]:
    """Refresh one catalogue and tell what changed.

    Without a key nothing changes, and the answer says so. A failed refresh leaves the last good
    data and raises, so that Lambda counts an error and tries again.

    Raises:
        ValueError: the event names nothing that can be refreshed.
        ScalpSpectraError: the source or AWS failed, or what came is too little to be true.
    """
    catalogue = Catalogue(event.get("refresh", ""))
    told = {"catalogue": catalogue.value}
    outcome = Outcome.FAILED
    changes: dict[str, int] = {}
    try:
        changes = _REFRESHES[catalogue](services)
        outcome = Outcome.REFRESHED
    except MissingKeyError as error:
        outcome = Outcome.NO_KEY
        services.logger.warning(
            "no key is stored, so nothing is refreshed", extra=told | {"parameter": str(error)}
        )
    except ScalpSpectraError as error:
        reason = {"kind": type(error).__name__, "reason": str(error)}
        services.logger.error("refresh failed, the last good data stays", extra=told | reason)
        raise
    finally:
        metric = catalogue.title().replace("-", "") + outcome
        services.metrics.add_metric(metric, MetricUnit.Count, 1)
        services.metrics.flush_metrics()
    services.logger.info("refresh ended", extra=told | {"outcome": outcome, "changes": changes})
    return {"refresh": catalogue.value, "outcome": outcome.value, "changes": changes}


def _hospitals(services: Services) -> dict[str, int]:
    settings = services.settings
    return refresh_hospitals(
        _portal(services, settings.hira_key_parameter),
        settings.hira_url,
        hospitals=services.hospitals,
        clock=clock.now,
    )


def _opening_hours(services: Services) -> dict[str, int]:
    settings = services.settings
    return refresh_opening_hours(
        _portal(services, settings.egen_key_parameter),
        settings.egen_url,
        hospitals=services.hospitals,
        clock=clock.now,
    )


def _product_offers(services: Services) -> dict[str, int]:
    settings, access_keys = services.settings, services.access_keys
    shop = NaverShopping(
        services.http,
        settings.naver_url,
        client_id=access_keys.get(settings.naver_id_parameter),
        client_secret=access_keys.get(settings.naver_secret_parameter),
    )
    return refresh_offers(shop, products=services.products, clock=clock.now)


def _product_reports(services: Services) -> dict[str, int]:
    settings = services.settings
    return refresh_reports(
        _portal(services, settings.mfds_key_parameter),
        settings.mfds_url,
        products=services.products,
        clock=clock.now,
    )


def _product_traffic(services: Services) -> dict[str, int]:
    cohorts = summarise_traffic(
        services.products.everything(), traffic=services.product_traffic, now=clock.now()
    )
    return {"cohorts": cohorts}


def _portal(services: Services, key_parameter: str) -> Portal:
    return Portal(services.http, services.access_keys.get(key_parameter))


_REFRESHES: dict[Catalogue, Callable[[Services], dict[str, int]]] = {
    Catalogue.HOSPITALS: _hospitals,
    Catalogue.OPENING_HOURS: _opening_hours,
    Catalogue.PRODUCT_OFFERS: _product_offers,
    Catalogue.PRODUCT_REPORTS: _product_reports,
    Catalogue.PRODUCT_TRAFFIC: _product_traffic,
}
