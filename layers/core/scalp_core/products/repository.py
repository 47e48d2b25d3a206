"""The catalogue in DynamoDB: a copy of each product for every symptom, and one by its id.

The copy by id is written last and deleted last: a product with that copy has all others, so
repeating an interrupted load repairs it.
"""

from collections.abc import Iterable, Iterator
from operator import attrgetter
from threading import Lock
from typing import TYPE_CHECKING

from cachetools import TTLCache, cachedmethod

from scalp_core.aws.dynamodb import to_item, translate_errors
from scalp_core.errors import ProductNotFoundError
from scalp_core.products import keys
from scalp_core.products.model import Campaign, Evidence, Product
from scalp_core.vocabulary import Symptom

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import QueryInputTypeDef

# The sort key puts the best evidence first, so a list costs the same in a large catalogue.
_MOST_PER_SYMPTOM = 50

_Item = tuple[str, str]


class ProductRepository:
    """The only place that reads and writes products and campaigns.

    Args:
        cache_ttl: seconds for which :meth:`suiting` caches what it reads; 0 caches nothing.

    Raises (every method):
        BackendError: DynamoDB failed; of a write, a part may have been done.
        pydantic.ValidationError: a stored product breaks the rules that products have now.
    """

    def __init__(self, client: "DynamoDBClient", table: str, *, cache_ttl: float = 0) -> None:
        self._client = client
        self._table = table
        self._by_symptom: TTLCache[object, list[Product]] = TTLCache(len(Symptom), cache_ttl)
        self._lock = Lock()

    def suiting(self, symptoms: Iterable[Symptom]) -> list[Product]:
        """Return products that suit any of these symptoms, each once; at most 50 per symptom."""
        found: dict[str, Product] = {}
        for symptom in symptoms:
            found |= {product.id: product for product in self._suiting(symptom)}
        return list(found.values())

    def get(self, product_id: str) -> Product:
        """Read one product.

        Raises:
            ProductNotFoundError: there is none.
        """
        with translate_errors("read product"):
            answer = self._client.get_item(
                TableName=self._table,
                Key=to_item({"PK": keys.CATALOGUE_PK, "SK": product_id}),
            )
        if "Item" not in answer:
            raise ProductNotFoundError
        return Product.model_validate_json(answer["Item"]["content"]["S"])

    def everything(self) -> dict[str, Product]:
        """Return every product by its id."""
        products = map(Product.model_validate_json, self._query(keys.CATALOGUE_PK))
        return {product.id: product for product in products}

    def replace(self, before: Iterable[Product], after: Iterable[Product]) -> None:
        """Write the products ``after``, and delete of ``before`` what is not among them.

        Nothing is deleted before its replacement is written.
        """
        before, after = list(before), list(after)
        new = {item: product for product in after for item in _copies(product)}
        for item, product in new.items():
            self._put(item, product)
        self._delete({item for product in before for item in _copies(product)} - new.keys())
        for product in after:
            self._put((keys.CATALOGUE_PK, product.id), product)
        self._delete(
            {(keys.CATALOGUE_PK, product.id) for product in before}
            - {(keys.CATALOGUE_PK, product.id) for product in after}
        )

    def campaigns(self) -> list[Campaign]:
        """Return every campaign, running or not."""
        return [Campaign.model_validate_json(text) for text in self._query(keys.CAMPAIGNS_PK)]

    def put_campaign(self, campaign: Campaign) -> None:
        """Store one campaign, in place of one with its id."""
        self._put((keys.CAMPAIGNS_PK, campaign.id), campaign)

    def replace_campaigns(self, campaigns: Iterable[Campaign]) -> None:
        """Store these campaigns and no others."""
        campaigns = list(campaigns)
        old = {(keys.CAMPAIGNS_PK, campaign.id) for campaign in self.campaigns()}
        for campaign in campaigns:
            self._put((keys.CAMPAIGNS_PK, campaign.id), campaign)
        self._delete(old - {(keys.CAMPAIGNS_PK, campaign.id) for campaign in campaigns})

    @cachedmethod(attrgetter("_by_symptom"), lock=attrgetter("_lock"))
    def _suiting(self, symptom: Symptom) -> list[Product]:
        texts = self._query(keys.symptom_pk(symptom), most=_MOST_PER_SYMPTOM)
        return list(map(Product.model_validate_json, texts))

    def _query(self, partition: str, most: int | None = None) -> Iterator[str]:
        """Yield at most ``most`` contents of a partition, in the order of their sort keys."""
        request: QueryInputTypeDef = {
            "TableName": self._table,
            "KeyConditionExpression": "PK = :pk",
            "ExpressionAttributeValues": to_item({":pk": partition}),
        }
        if most:
            request["Limit"] = most
        while True:
            with translate_errors("read catalogue"):
                answer = self._client.query(**request)
            yield from (item["content"]["S"] for item in answer["Items"])
            if most or "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _put(self, item: _Item, content: Product | Campaign) -> None:
        text = content.model_dump_json(by_alias=True, exclude_none=True)
        with translate_errors("write catalogue"):
            self._client.put_item(
                TableName=self._table,
                Item=to_item({"PK": item[0], "SK": item[1], "content": text}),
            )

    def _delete(self, items: Iterable[_Item]) -> None:
        for pk, sk in sorted(items):
            with translate_errors("write catalogue"):
                self._client.delete_item(TableName=self._table, Key=to_item({"PK": pk, "SK": sk}))


def _copies(product: Product) -> list[_Item]:
    sk = keys.ranked_sk(_rank(product), product.id)
    return [(keys.symptom_pk(symptom), sk) for symptom in product.symptoms]


def _rank(product: Product) -> int:
    """Return a rank: medicines first, as there are few; then by functional claim and evidence."""
    if product.is_medicine:
        return 0
    return 10 * (2 - product.is_functional) + list(Evidence).index(product.evidence)
