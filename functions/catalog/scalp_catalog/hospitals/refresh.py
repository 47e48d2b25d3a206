"""Replace the stored hospitals by HIRA's current list."""

from scalp_catalog.hospitals.hira import fetch_hospitals
from scalp_catalog.portal import Portal
from scalp_core.clock import Clock, day_in_korea
from scalp_core.hospitals.load import load_hospitals
from scalp_core.hospitals.repository import HospitalRepository


def refresh_hospitals(
    portal: Portal, url: str, *, hospitals: HospitalRepository, clock: Clock
) -> dict[str, int]:
    """Fetch the whole list, then load it; stored opening hours stay with their hospital.

    Returns:
        Numbers of added, changed, removed and skipped hospitals.

    Raises:
        PortalError: the list could not be fetched; nothing has been written.
        ShrunkenCatalogueError: it is implausibly short; nothing has been written.
        BackendError: DynamoDB failed; the next run completes what this one began.
    """
    fetched = fetch_hospitals(portal, url, today=day_in_korea(clock()))
    stored = {hospital.id: hospital for hospital in hospitals.records()}
    offered = [
        hospital.model_copy(update={"opening_hours": stored[hospital.id].opening_hours})
        if hospital.id in stored
        else hospital
        for hospital in fetched.hospitals
    ]
    diff = load_hospitals(offered, hospitals=hospitals, clock=clock)
    return {**diff.counts(), "skipped": fetched.skipped.total()}
