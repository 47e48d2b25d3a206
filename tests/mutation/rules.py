"""Which modules hold rules, and which unit tests must notice a wrong change of each."""

Tests = tuple[str, ...]

_ALLOWED: Tests = ("allowed_values", "allowed_analysis_values", "allowed_numbers")
_LIFETIMES: Tests = ("assessment_lifetimes", "assessment_outcomes")
_HOSPITALS: Tests = ("hospital_search", "hospital_register")
_PRODUCTS: Tests = ("ranking_numbers", "visit_numbers", "traffic_numbers", "suggestion_numbers")

# Modules of scalp_core → files below tests/unit, without ``test_``; the fastest first, because the
# first failing test decides.
RULES: dict[str, Tests] = {
    "ids": ("ids", "keys"),
    "clock": ("clock", *_PRODUCTS),
    "assessments.keys": ("key_formats", "keys"),
    "hospitals.keys": ("key_formats", "keys"),
    "products.keys": ("key_formats", "keys"),
    "research.keys": ("key_formats", "keys"),
    "statistics.keys": ("key_formats", "keys"),
    "statistics.counters": ("key_formats", "keys"),
    "hospitals.geohash": (*_HOSPITALS, "geohash"),
    "vocabulary": (*_ALLOWED, "photo_limits", *_PRODUCTS, "care_guide"),
    "statistics.publication": ("published_numbers", "publication"),
    "statistics.distributions": ("published_numbers", "distributions"),
    "statistics.export": ("published_numbers", "distributions", "exported_tables"),
    "spreadsheets": ("exported_tables", *_ALLOWED),
    "products.traffic_report": (*_PRODUCTS, "exported_tables"),
    "scalp_type": ("published_numbers", "scalp_type"),
    "products.ranking": (*_PRODUCTS, "ranking"),
    "products.sponsorship": ("sponsorship", "visitor_buckets", *_PRODUCTS),
    "products.traffic": (*_PRODUCTS, "ranking"),
    "products.model": (*_ALLOWED, *_PRODUCTS, "product_model"),
    "products.prohibited_claims": ("care_guide", "product_model"),
    "care.guide": ("care_guide", *_ALLOWED),
    "hospitals.model": (*_ALLOWED, *_HOSPITALS, "hospital_file"),
    "hospitals.regions": ("regions", *_ALLOWED),
    "research.model": (*_LIFETIMES, "research_copy"),
    "analysis": (*_ALLOWED, *_LIFETIMES, *_PRODUCTS),
    "settings": _ALLOWED,
    "vision.imaging": ("photo_limits", "imaging", "research_copy"),
    "vision.quality": ("gate_limits", "quality"),
    "vision.familiarity": ("gate_limits", "familiarity"),
    "vision.preprocessing": ("preprocessing",),
    "vision.ensemble": ("gate_limits", "ensemble"),
    "vision.manifest": (*_ALLOWED, "manifest"),
    "assessments.create": _LIFETIMES,
    "assessments.assess": _LIFETIMES,
    "hospitals.search": _HOSPITALS,
    "catalogue_diff": (*_ALLOWED, *_HOSPITALS),
    "hospitals.load": _HOSPITALS,
    "products.load": _PRODUCTS,
    "care.advice": ("care_guide",),
    "products.suggest": _PRODUCTS,
    "products.visit": _PRODUCTS,
    "products.traffic_summary": _PRODUCTS,
    "statistics.read": ("published_numbers", "publication"),
    "statistics.cached": ("cached_statistics",),
    "aws.clients": ("clients",),
    "assessments.repository": _LIFETIMES,
    "aws.objects": _LIFETIMES,
    "hospitals.repository": _HOSPITALS,
    "products.repository": _PRODUCTS,
    "products.traffic_repository": _PRODUCTS,
    "statistics.repository": ("published_numbers",),
    "research.repository": _LIFETIMES,
}
