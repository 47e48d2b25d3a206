"""Every function does exactly what its role allows: nothing more, and nothing less.

All journeys go through the real handlers, and a hook in botocore hears what they ask of AWS. What
IAM itself would say cannot be known without an account; how a call becomes a right is AWS's Service
Authorization Reference, written down in `support/iam.py`.
"""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import httpx
import pytest
import respx

import scalp_api.handler
import scalp_assess.bootstrap
import scalp_catalog.handler
import scalp_statistics.handler
from scalp_core import clock
from scalp_core.assessments import keys as assessments_keys
from scalp_core.products.load import load_products
from scalp_core.products.model import Functional, Product
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_core.research import keys as research_keys
from scalp_core.statistics.publication import MINIMUM
from scalp_core.vocabulary import AgeGroup, Sex, Symptom
from support import photos
from support.cloud import Cloud, answer_with, http_event
from support.deliveries import stored_event
from support.hospitals import hospital, load
from support.iam import Grant, Need, Recorder, Roles, object_need, refused, table_arn, unused
from support.portal import EGEN, HIRA, hira, hira_row, stored
from support.products import product
from support.results import finish

FUNCTIONS = ("ApiFunction", "AssessFunction", "CatalogFunction", "StatisticsFunction")
NAVER = "https://openapi.naver.com/v1/search/shop.json"
MFDS = "https://apis.data.go.kr/1471000/FtnltCosmRptPrdlstInfoService/getRptPrdlstInq"


class Journeys:
    """Everything that people, the queue and the schedules trigger."""

    def __init__(self, cloud: Cloud, recorder: Recorder, newer_models: Callable[[], None]) -> None:
        self._cloud = cloud
        self._recorder = recorder
        self._newer_models = newer_models

    def api(self, method: str, path: str, body: object = None, expected: int = 200) -> Any:
        with self._recorder.running("ApiFunction"):
            status, _, answer = self._cloud.api(method, f"/api/v1{path}", body)
        assert status == expected, answer
        return answer

    def upload(self, content: bytes, *, research: bool = False) -> str:
        """As a browser does, in the name of the role that signed the form."""
        body = {"sex": "female", "ageGroup": "40s", "consent": True, "contentType": "image/jpeg"}
        body["research"] = research
        created = self.api("POST", "/assessments", body, expected=201)
        url, fields = created["upload"]["url"], created["upload"]["fields"]
        httpx.post(url, data=fields, files={"file": content}).raise_for_status()
        need = object_need("PutObject", self._cloud.bucket, fields["key"])
        self._recorder.add("ApiFunction", need)
        return str(created["id"])

    def assess(self, event: dict[str, Any]) -> Any:
        with self._recorder.running("AssessFunction"):
            return self._cloud.assess(event)

    def work(self) -> None:
        while self._cloud.work(self.assess):
            pass

    def report(self) -> None:
        event = http_event("GET", "/api/v1/products/report.csv", None)
        event["requestContext"]["authorizer"] = {"iam": {"userArn": "arn:aws:iam::1:user/a"}}
        context: Any = self._cloud.context()
        with self._recorder.running("ApiFunction"):
            assert scalp_api.handler.handler(event, context)["statusCode"] == 200

    def refresh(self, catalogue: str) -> None:
        context: Any = self._cloud.context()
        with self._recorder.running("CatalogFunction"):
            summary = scalp_catalog.handler.handler({"refresh": catalogue}, context)
        assert summary["outcome"] == "Refreshed"

    def publish(self) -> None:
        context: Any = self._cloud.context()
        with self._recorder.running("StatisticsFunction"):
            assert scalp_statistics.handler.handler({}, context) == {"batches": 1}

    def all(self, router: respx.Router) -> None:
        self.assessments()
        self.faults()
        self.research()
        self.release()
        self.catalogues(router)
        self.pages()

    def assessments(self) -> None:
        self._cloud.set_visibility_timeout(0)
        done, rejected = self.upload(photos.sample()), self.upload(b"no photo")
        missing, deleted = self.upload(photos.sample()), self.upload(photos.sample())
        key = assessments_keys.upload_key(missing)
        self._cloud.s3.delete_object(Bucket=self._cloud.bucket, Key=key)
        self.api("DELETE", f"/assessments/{deleted}", expected=204)
        self.work()
        for made, status in ((done, "done"), (rejected, "rejected"), (missing, "rejected")):
            assert self.api("GET", f"/assessments/{made}")["status"] == status
        self.api("GET", f"/assessments/{deleted}", expected=404)
        self._cloud.upload(done, photos.sample())
        self.work()

    def faults(self) -> None:
        """A photo that fails until it is marked failed, and its second delivery."""
        made = self.upload(photos.sample())
        broken = answer_with(503)
        events = scalp_assess.bootstrap.services().photos._client.meta.events
        events.register("before-send.s3.GetObject", broken)
        self.work()
        events.unregister("before-send.s3.GetObject", broken)
        assert self.api("GET", f"/assessments/{made}")["status"] == "failed"

    def research(self) -> None:
        """Given, withdrawn, and assessed anew, also where the copy is gone from the bucket."""
        given = [self.upload(photos.sample(), research=True) for _ in range(3)]
        self.work()
        tokens = [research_keys.research_token(one) for one in given]
        bucket = self._cloud.stack.physical_ids["ResearchBucket"]
        self._cloud.s3.delete_object(Bucket=bucket, Key=research_keys.research_key(tokens[1]))
        self.api("DELETE", f"/assessments/{given[2]}", expected=204)
        self._newer_models()
        for one in tokens:
            self.assess(stored_event(bucket, research_keys.research_key(one), eTag="e"))

    def release(self) -> None:
        """CodeDeploy asks whether new models may take over; moto does not know its call."""
        session: Any = boto3.DEFAULT_SESSION
        session.events.register("before-send.codedeploy", answer_with(200, b"{}"))
        asked = {"DeploymentId": f"{self._cloud.name}-1", "LifecycleEventHookExecutionId": "e"}
        assert self.assess(asked) == {"faults": []}

    def catalogues(self, router: respx.Router) -> None:
        cloud = self._cloud
        router.get(HIRA).mock(side_effect=hira(*(hira_row(number) for number in range(3))))
        router.get(EGEN, params={"QZ": "C"}).mock(return_value=stored("egen_many.xml"))
        router.get(EGEN).mock(return_value=stored("hira_none.json"))
        load(cloud, hospital(1))
        self.refresh("hospitals")
        self.refresh("opening-hours")
        products = ProductRepository(cloud.dynamodb, cloud.table)
        wash = product(1, Symptom.HAIR_LOSS, functional=Functional.UNCONFIRMED)
        load_products([wash, product(2)], products=products)
        router.get(NAVER).mock(return_value=httpx.Response(200, json={"items": [_offer(wash)]}))
        router.get(MFDS).mock(return_value=stored("mfds_many.json"))
        self.refresh("product-offers")
        # A claim that is confirmed changes a product's rank, and with it its place in the table.
        self.refresh("product-reports")
        traffic = ProductTrafficRepository(cloud.dynamodb, cloud.table)
        traffic.add("P001", clock.day_in_korea(datetime.now(UTC)), "male#30s", Traffic(100, 5))
        self.refresh("product-traffic")

    def pages(self) -> None:
        repository = scalp_assess.bootstrap.services().assessments
        made = [finish(repository, Sex.FEMALE, AgeGroup.FORTIES) for _ in range(MINIMUM + 1)]
        self.api("DELETE", f"/assessments/{made.pop()}", expected=204)
        self.publish()
        for path in (
            "/health",
            "/stats?sex=female&ageGroup=40s",
            f"/stats?assessment={made[0]}",
            "/stats.csv",
            "/stats/reference",
            "/care/oily",
            f"/products?assessment={made[0]}",
            "/products?symptom=hair_loss&sex=male&ageGroup=30s",
            "/hospitals?region=11",
            "/hospitals?cell=wydm6",
            "/hospitals/regions",
        ):
            self.api("GET", path)
        self.api("GET", "/products/P001/visit?sex=male&ageGroup=30s", expected=302)
        self.report()


def _offer(found: Product) -> dict[str, str]:
    return {
        "title": f"{found.brand} {found.name}",
        "link": "https://search.shopping.naver.com/catalog/1",
        "image": "",
        "lprice": "9900",
        "mallName": "가게",
        "productType": "1",
    }


@pytest.fixture
def router(monkeypatch: pytest.MonkeyPatch, cloud: Cloud) -> Iterator[respx.Router]:
    """The registers and the shop; what goes to moto passes through."""
    for module in ("portal", "products.naver"):
        monkeypatch.setattr(f"scalp_catalog.{module}.time.sleep", lambda _: None)
    with respx.mock(assert_all_called=False) as mocked:
        mocked.route(host="localhost").pass_through()
        yield mocked


@pytest.fixture
def recorder(cloud: Cloud) -> Iterator[Recorder]:
    """Records the calls of all functions' clients, which a handler creates when it first runs."""
    recorder = Recorder()
    recorder.listen()
    yield recorder
    boto3.setup_default_session()


def test_every_function_does_exactly_what_its_role_allows(
    cloud: Cloud,
    recorder: Recorder,
    router: respx.Router,
    resources: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def newer_models() -> None:
        ensemble = scalp_assess.bootstrap.services().ensemble
        newer = ensemble.model.model_copy(update={"version": "newer"})
        monkeypatch.setattr(type(ensemble), "model", newer)

    variables = cloud.stack.environment["CatalogFunction"]
    ssm = boto3.client("ssm")
    for name in (one for one in variables if one.endswith("_PARAMETER")):
        ssm.put_parameter(Name=variables[name], Value="key", Type="SecureString")
    roles = Roles(resources, cloud)
    assert sorted(roles.functions()) == sorted(FUNCTIONS)

    Journeys(cloud, recorder, newer_models).all(router)

    for function in FUNCTIONS:
        needs = recorder.needs[function]
        grants, by_lambda = roles.grants(function), roles.of_lambda_itself(function)
        assert by_lambda <= grants, function
        assert refused(needs, grants - by_lambda) == set(), f"{function} would be refused"
        assert unused(needs, grants - by_lambda) == set(), f"{function} does not need"
        # The comparison has teeth: it misses every single grant, and sees every one too many.
        for grant in grants - by_lambda:
            assert refused(needs, grants - by_lambda - {grant}), grant
            other = dataclasses.replace(grant, action=f"{grant.action}Acl")
            assert unused(needs, grants - by_lambda | {other}) == {other}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_whoever_shares_the_table_is_bound_to_kinds_of_items(
    function: str, cloud: Cloud, resources: dict[str, Any]
) -> None:
    """The test above shows that the kinds are the right ones, and none too many."""
    on_table = [
        grant
        for grant in Roles(resources, cloud).grants(function)
        if grant.resource == table_arn(cloud.table)
    ]

    assert on_table
    for grant in on_table:
        assert grant.key == "dynamodb:LeadingKeys", grant
        kind, _, rest = grant.value.partition("#")
        assert kind.isalpha(), grant
        assert rest, grant


BOUND = Grant("Some", "dynamodb:Query", table_arn("t"), "dynamodb:LeadingKeys", "HOSPITAL#*")


@pytest.mark.parametrize(
    ("need", "allowed"),
    [
        (Need("dynamodb:Query", table_arn("t"), BOUND.key, frozenset({"HOSPITAL#1"})), True),
        (Need("dynamodb:Query", table_arn("u"), BOUND.key, frozenset({"HOSPITAL#1"})), False),
        (Need("dynamodb:Scan", table_arn("t"), BOUND.key, frozenset({"HOSPITAL#1"})), False),
        (Need("dynamodb:Query", table_arn("t"), BOUND.key, frozenset({"STATS#1"})), False),
        (
            Need("dynamodb:Query", table_arn("t"), BOUND.key, frozenset({"HOSPITAL#1", "STATS#1"})),
            False,
        ),
        (Need("dynamodb:Query", table_arn("t")), False),
    ],
)
def test_a_condition_binds_every_key_of_a_call(need: Need, allowed: bool) -> None:
    assert (refused({need}, {BOUND}) == set()) is allowed
