"""Run the refresh that a schedule requests, and report its outcome."""

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
    """Catalogues, as ``refresh`` in a schedule's input names them."""

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
    """Refresh one catalogue and return what changed.

    Without a key nothing changes, and the outcome says so. A failed refresh keeps the last known
    good data and raises, so that Lambda counts an error and retries.

    Raises:
        ValueError: the event names nothing that can be refreshed.
        ScalpSpectraError: the source or AWS failed, or the source sent implausibly few rows.
    """
    catalogue = Catalogue(event.get("refresh", ""))
    log_fields = {"catalogue": catalogue.value}
    outcome = Outcome.FAILED
    changes: dict[str, int] = {}
    try:
        changes = _REFRESHES[catalogue](services)
        outcome = Outcome.REFRESHED
    except MissingKeyError as error:
        outcome = Outcome.NO_KEY
        services.logger.warning(
            "no key is stored, nothing is refreshed",
            extra=log_fields | {"parameter": str(error)},
        )
    except ScalpSpectraError as error:
        reason = {"kind": type(error).__name__, "reason": str(error)}
        services.logger.error(
            "refresh failed, the last known good data stays", extra=log_fields | reason
        )
        raise
    finally:
        metric = catalogue.title().replace("-", "") + outcome
        services.metrics.add_metric(metric, MetricUnit.Count, 1)
        services.metrics.flush_metrics()
    services.logger.info(
        "refresh completed", extra=log_fields | {"outcome": outcome, "changes": changes}
    )
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
