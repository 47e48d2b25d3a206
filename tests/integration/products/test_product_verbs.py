"""The operator's verbs about products, as they are typed."""

import codecs
import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

from typer.testing import CliRunner, Result

from scalp_core.clock import day_in_korea
from scalp_core.products.load import load_products
from scalp_core.products.repository import ProductRepository
from scalp_core.products.traffic import Traffic
from scalp_core.products.traffic_repository import ProductTrafficRepository
from scalp_operator.__main__ import app
from support.cloud import Cloud
from support.products import campaign, medicine, product


def typed(cloud: Cloud, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--stack", cloud.name])


def test_the_shipped_catalogue_is_loaded_and_the_difference_reported(
    cloud: Cloud, products: ProductRepository
) -> None:
    dry = typed(cloud, "load-products", "--dry-run")
    assert "added: 43 (P001, P002" in dry.stdout
    assert "Nothing has been written." in dry.stdout
    assert products.everything() == {}

    assert typed(cloud, "load-products").exit_code == 0

    assert len(products.everything()) == 43
    assert "unchanged: 43" in typed(cloud, "load-products").stdout


def test_campaigns_are_loaded_with_the_catalogue(
    cloud: Cloud, products: ProductRepository, tmp_path: Path
) -> None:
    file = tmp_path / "campaigns.json"
    file.write_text(f"[{campaign(1, 'P001').model_dump_json(by_alias=True)}]")

    assert "campaigns: 1" in typed(cloud, "load-products", "--campaigns", str(file)).stdout
    assert [one.id for one in products.campaigns()] == ["C001"]

    typed(cloud, "load-products")
    assert [one.id for one in products.campaigns()] == ["C001"]
    file.write_text("[]")
    typed(cloud, "load-products", "--campaigns", str(file))
    assert products.campaigns() == []


def test_a_campaign_is_created_ended_and_reported(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    load_products([product(1), medicine(900)], products=products)
    today = day_in_korea(datetime.now(UTC))
    wanted = ["--advertiser", "광고주", "--ends", "2099-12-31", "--symptom", "dandruff"]

    created = typed(cloud, "create-campaign", "--product", "P001", *wanted)
    assert created.stdout.startswith("C001 running: P001 for 광고주")
    assert "C002" in typed(cloud, "create-campaign", "--product", "P001", *wanted).stdout
    for refused in (["P900", *wanted], ["P404", *wanted], ["P001", *wanted, "--weight", "0"]):
        assert typed(cloud, "create-campaign", "--product", *refused).exit_code != 0

    (first, _) = products.campaigns()
    traffic.reserve(first, today)
    traffic.reserve(first, today)
    traffic.add_campaign_click("P001", "C001", today)
    assert "C001 ended" in typed(cloud, "end-campaign", "C001").stdout
    assert typed(cloud, "end-campaign", "C404").exit_code == 1
    listed = typed(cloud, "campaigns").stdout.splitlines()
    assert [line.split(":")[0] for line in listed] == ["C001 ended", "C002 running"]
    rows = list(
        csv.DictReader(
            io.StringIO(typed(cloud, "campaign-report").stdout_bytes.decode("utf-8-sig"))
        )
    )
    assert [(row["campaign"], row["impressions"], row["clicks"]) for row in rows] == [
        ("C001", "2", "1")
    ]


def test_the_report_has_a_row_for_each_product_day_and_cohort(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    load_products([product(1), product(2)], products=products)
    today = day_in_korea(datetime.now(UTC))
    for _ in range(10):
        traffic.add("P001", today, "female#40s", Traffic(impressions=20, clicks=1))
    traffic.add("P001", today - timedelta(days=1), "unknown", Traffic(clicks=2))
    traffic.add("P002", today - timedelta(days=30), "male#30s", Traffic(clicks=9))
    traffic.reserve(campaign(1, "P002"), today)

    done = typed(cloud, "product-report")

    rows = list(csv.DictReader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"))))
    assert done.stdout_bytes.startswith(codecs.BOM_UTF8)
    yesterday = (today - timedelta(days=1)).isoformat()
    columns = ("day", "product", "sex", "age_group", "campaign", "impressions", "clicks")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        (yesterday, "P001", "unknown", "", "", "0", "2"),
        (today.isoformat(), "P001", "female", "40s", "", "200", "10"),
        (today.isoformat(), "P002", "", "", "C001", "1", "0"),
    ]
    assert [row["click_rate"] for row in rows] == ["", "0.0500", "0.0000"]


def test_the_report_can_be_of_other_days_and_go_to_a_file(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository, tmp_path: Path
) -> None:
    load_products([product(1)], products=products)
    day = day_in_korea(datetime.now(UTC)) - timedelta(days=60)
    traffic.add("P001", day, "female#40s", Traffic(clicks=1))
    file = tmp_path / "report.csv"

    period = ["--from", day.isoformat(), "--to", day.isoformat()]
    assert typed(cloud, "product-report", *period, "--file", str(file)).exit_code == 0

    header, row = file.read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("day,product,brand,name,sex,age_group")
    assert row.startswith(f"{day.isoformat()},P001,상표,")
    assert typed(cloud, "product-report", "--from", "yesterday").exit_code == 2


def test_the_ranking_can_be_brought_up_to_date_at_once(
    cloud: Cloud, products: ProductRepository, traffic: ProductTrafficRepository
) -> None:
    load_products([product(1)], products=products)
    traffic.add("P001", day_in_korea(datetime.now(UTC)), "female#40s", Traffic(20, 1))

    assert "cohorts: 1" in typed(cloud, "summarise-products").stdout

    assert traffic.summary("female#40s") == {"P001": Traffic(20, 1)}
