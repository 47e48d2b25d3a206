"""What people do with the API, for Locust: most look around, some have a photo assessed.

Run: ``make load``, which starts the local stack and calls Locust in an environment of its own.
"""

import random
import time
from pathlib import Path

from locust import FastHttpUser, between, task

API = "/api/v1"
PHOTO = Path(__file__).resolve().parents[2] / "infra" / "local" / "sample" / "scalp.jpg"
SEXES = ("male", "female", "undisclosed")
AGES = ("10s", "20s", "30s", "40s", "50s", "60s", "70s_plus")
SYMPTOMS = ("fine_scaling", "excess_sebum", "dandruff", "hair_loss")
CELLS = ("wydm6", "wydm9", "wydjr")
# Longer than any queue here; whoever waits longer has been forgotten.
PATIENCE_SECONDS = 300


class Visitor(FastHttpUser):
    """Reads what needs no photo, and asks again with the ETag as a browser does."""

    weight = 3
    wait_time = between(0.5, 1.5)

    def on_start(self) -> None:
        self.tags: dict[str, str] = {}

    @task(3)
    def statistics(self) -> None:
        sex, age = random.choice(SEXES[:2]), random.choice(AGES)
        self._cached(f"{API}/stats?sex={sex}&ageGroup={age}", "/stats")

    @task
    def table(self) -> None:
        self._cached(f"{API}/stats.csv", "/stats.csv")

    @task
    def reference(self) -> None:
        self._cached(f"{API}/stats/reference", "/stats/reference")

    @task(2)
    def care(self) -> None:
        symptom = random.choice(SYMPTOMS)
        self._cached(f"{API}/care?symptoms={symptom}:{random.randint(0, 3)}", "/care")

    @task(2)
    def products(self) -> None:
        url = f"{API}/products?symptom={random.choice(SYMPTOMS)}&grade=2"
        self.client.get(url, name="/products")

    @task(2)
    def clinics_nearby(self) -> None:
        self._cached(f"{API}/hospitals?cell={random.choice(CELLS)}", "/hospitals?cell")

    @task
    def clinics_of_a_region(self) -> None:
        self._cached(f"{API}/hospitals?region=11", "/hospitals?region")

    @task
    def nothing(self) -> None:
        with self.client.get(
            f"{API}/assessments/{random.randbytes(16).hex()}",
            name="/assessments/{unknown}",
            catch_response=True,
        ) as answer:
            if answer.status_code == 404:
                answer.success()

    def _cached(self, url: str, name: str) -> None:
        headers = {"If-None-Match": self.tags[url]} if url in self.tags else {}
        with self.client.get(url, name=name, headers=headers, catch_response=True) as answer:
            if answer.status_code == 304:
                answer.success()
            elif answer.status_code == 200:
                self.tags[url] = answer.headers["etag"]


class Patient(FastHttpUser):
    """Has a photo assessed, waits for the result, and reads what follows from it."""

    weight = 1
    wait_time = between(5, 10)

    @task
    def assess(self) -> None:
        asked = {
            "sex": random.choice(SEXES),
            "ageGroup": random.choice(AGES),
            "consent": True,
            "contentType": "image/jpeg",
        }
        created = self.client.post(f"{API}/assessments", json=asked, name="POST /assessments")
        if created.status_code != 201:
            return
        assessment = created.json()
        form = assessment["upload"]
        kind, body = multipart(form["fields"], PHOTO.read_bytes())
        headers = {"Content-Type": kind}
        stored = self.client.post(form["url"], data=body, headers=headers, name="upload to S3")
        if stored.status_code < 300:
            self._wait(assessment["id"])

    def _wait(self, assessment_id: str) -> None:
        began = time.monotonic()
        status = "pending"
        while status == "pending" and time.monotonic() - began < PATIENCE_SECONDS:
            time.sleep(
                max(0.05, 0.2 * (time.monotonic() - began))
            )  # as web/src/assessment/polling.ts
            answer = self.client.get(f"{API}/assessments/{assessment_id}", name="/assessments/{id}")
            if answer.status_code != 200:
                return
            status = answer.json()["status"]
        self.environment.events.request.fire(
            request_type="WAIT",
            name="upload to result",
            response_time=1000 * (time.monotonic() - began),
            response_length=0,
            exception=None if status == "done" else RuntimeError(f"ended as {status}"),
        )
        if status == "done":
            self.client.get(
                f"{API}/products?assessment={assessment_id}", name="/products?assessment"
            )
            self.client.get(f"{API}/stats?assessment={assessment_id}", name="/stats?assessment")


def multipart(fields: dict[str, str], photo: bytes) -> tuple[str, bytes]:
    """Content type and body of a form with the photo last, as S3 wants it."""
    mark = random.randbytes(16).hex()
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = b"".join(parts) + head.encode() + photo + f"\r\n--{mark}--\r\n".encode()
    return f"multipart/form-data; boundary={mark}", body
