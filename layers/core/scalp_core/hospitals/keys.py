"""Partitions and sort keys of hospitals, by geohash cell and by region."""

from scalp_core.hospitals.regions import Province

# Cells of about 31 × 20 km: Seoul and its surroundings lie in four of them.
HOSPITAL_CELL_CHARACTERS = 4
# Numbers of hospitals by region, from the last load.
HOSPITAL_INDEX_PK = "HOSPITAL#INDEX"


def hospital_cell_pk(cell: str) -> str:
    """Return the partition of a geohash cell of four characters or more."""
    return f"HOSPITAL#{cell[:HOSPITAL_CELL_CHARACTERS]}"


def hospital_cell_sk(cell: str, hospital_id: str) -> str:
    """Return the sort key there, which begins with the hospital's own geohash."""
    return f"{cell}#{hospital_id}"


def hospital_region_pk(province: Province, district: str | None = None) -> str:
    """Return the partition of a province, or of one district."""
    return f"HOSPITAL#REGION#{province}" + (f"#{district}" if district else "")


def hospital_region_sk(rank: int, name: str, hospital_id: str) -> str:
    """Return the sort key there, in the order in which people see hospitals."""
    return f"{rank}#{name}#{hospital_id}"
