"""One record per unique image of a data set as it was downloaded, zipped or not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from scalp_train.aihub import contents
from scalp_train.aihub.findings import Findings, Kind, MalformedError, printable
from scalp_train.aihub.grading import grades_of
from scalp_train.aihub.pictures import Looked, look
from scalp_train.aihub.records import Grades, ImageRecord, Questionnaire
from scalp_train.aihub.scan import Bundle, Contents
from scalp_train.aihub.store import Store

CHUNK = 256
Progress = Callable[[int], None]
"""Called with the number of images done so far."""
Graded = list[tuple[Bundle, Grades]]


def _unwatched(done: int) -> None:
    del done


def graded(found: Contents, findings: Findings) -> Graded:
    """Return images whose files agree on six grades, in the order in which they lie on the disk."""
    images = [
        (bundle, grades)
        for bundle in found.bundles.values()
        if (grades := grades_of(bundle, findings)) is not None
    ]
    return sorted(images, key=lambda image: image[0].copies[0].place.file)


def records(
    store: Store,
    images: Graded,
    found: Contents,
    findings: Findings,
    *,
    workers: int | None = None,
    on_progress: Progress = _unwatched,
) -> Iterator[ImageRecord]:
    """Yield one record per image that decodes; at most a few pictures are in memory at a time."""
    if images and not found.meta:
        detail = "no META file at all: no image has a questionnaire"
        findings.report(Kind.NO_QUESTIONNAIRE, "Meta", detail, skipped=False)
    count = workers if workers is not None else os.cpu_count() or 1
    remaining = iter(images)
    done = 0
    with ThreadPoolExecutor(max(count, 1)) as pool:
        while chunk := list(islice(remaining, CHUNK)):
            looks = pool.map(lambda image: look(store, image[0].copies), chunk)
            for (bundle, grades), looked in zip(chunk, looks, strict=True):
                record = _record(store, bundle, grades, looked, found, findings)
                done += 1
                if record is not None:
                    yield record
            on_progress(done)


def _record(
    store: Store,
    bundle: Bundle,
    grades: Grades,
    looked: Looked,
    found: Contents,
    findings: Findings,
) -> ImageRecord | None:
    for kind, place, detail in looked.faults:
        findings.report(kind, place, detail)
    if looked.picture is None:
        return None
    place, pixels, width, height = looked.picture
    shot = bundle.shot
    return ImageRecord(
        name=shot.stem,
        file=place.file,
        member=place.member,
        grades=grades,
        site=shot.site,
        device=shot.device,
        shot_at=shot.taken_at,
        group=shot.group,
        position=shot.position,
        official=bundle.official,
        questionnaire=_questionnaire(store, bundle, found, findings),
        pixels=pixels,
        width=width,
        height=height,
    )


def _questionnaire(
    store: Store, bundle: Bundle, found: Contents, findings: Findings
) -> Questionnaire | None:
    """Return the questionnaire of an image from the first of its META files that can be used."""
    shot = bundle.shot
    places = found.meta.get(shot.stem) or found.meta.get(shot.image_id) or []
    for place in places:
        try:
            meta = contents.meta(store.read(place, contents.MAX_JSON_BYTES))
        except MalformedError as error:
            findings.report(error.kind, place, error.detail)
            continue
        if meta.site not in (None, shot.site):
            detail = f"says {meta.site}, but {shot.stem} shows {shot.site}"
            findings.report(Kind.QUESTIONNAIRE_OF_ANOTHER_IMAGE, place, detail)
            continue
        if meta.missing:
            detail = f"{', '.join(meta.missing)}; used without"
            findings.report(Kind.MISSING_KEY, place, detail, skipped=False)
        findings.unknown_answers.update(map(printable, meta.unknown))
        return meta.questionnaire
    if found.meta:
        detail = f"no usable META file {shot.stem}_META.json"
        findings.report(Kind.NO_QUESTIONNAIRE, bundle.copies[0].place, detail, skipped=False)
    return None
