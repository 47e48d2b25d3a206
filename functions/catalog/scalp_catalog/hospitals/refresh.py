"""The list of hospitals is replaced by what HIRA lists today."""

from scalp_catalog.hospitals.hira import fetch_hospitals
from scalp_catalog.portal import Portal
from scalp_core.clock import Clock, day_in_korea
from scalp_core.hospitals.load import load_hospitals
from scalp_core.hospitals.repository import HospitalRepository


def refresh_hospitals(
    portal: Portal, url: str, *, hospitals: HospitalRepository, clock: Clock
) -> dict[str, int]:
    """Fetch the whole list, then load it; opening hours that are known stay with their hospital.

    Returns:
        How many hospitals are new, changed, gone and so on.

    Raises:
        PortalError: the list could not be had; nothing has been written.
        ShrunkenCatalogueError: it is too short to be true; nothing has been written.
        BackendError: DynamoDB failed; the next run completes what this one began.
    """
    fetched = fetch_hospitals(portal, url, today=day_in_korea(clock()))
    stored = {one.id: one for one in hospitals.records()}
    offered = [
        one.model_copy(update={"opening_hours": stored[one.id].opening_hours})
        if one.id in stored
        else one
        for one in fetched.hospitals
    ]
    diff = load_hospitals(offered, hospitals=hospitals, clock=clock)
    return {**diff.counts(), "skipped": fetched.skipped.total()}
