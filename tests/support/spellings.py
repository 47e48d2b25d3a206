"""Other spellings of an API path, as CloudFront, API Gateway or an attacker may hand them on."""

PATH = "/api/v1/assessments"


def _escaped(text: str, layers: int = 1) -> str:
    """Return every character escaped, as often as ``layers`` says."""
    for _ in range(layers):
        text = "".join(f"%{ord(character):02x}" for character in text)
    return text


SPELLINGS = [
    "/api/v1/%61ssessments",
    "/api/v1/%2561ssessments",
    "/api/v1/%252561ssessments",
    "/api/v1/a%73sessments",
    "/api/v1/assessment%73",
    "/%61pi/v1/assessments",
    "/api/%76%31/assessments",
    f"/api/v1/{_escaped('assessments')}",
    f"/api/v1/{_escaped('assessments', 2)}",
    f"/{_escaped(PATH[1:])}",
    _escaped(PATH),
    "/api/v1%2Fassessments",
    "/api/v1%2fassessments",
    "/api%2fv1%2fassessments",
    "%2fapi%2fv1%2fassessments",
    "/api/v1%252Fassessments",
    "/api/v1%5Cassessments",
    "/api/v1\\assessments",
    "/api/v1/Assessments",
    "/API/v1/assessments",
    "/api/v1/ASSESSMENTS",
    "/api//v1/assessments",
    "/api/v1//assessments",
    "//api/v1/assessments",
    "/api/v1/./assessments",
    "/api/v1/%2e/assessments",
    "/api/v1/stats/../assessments",
    "/api/v1/stats/%2e%2e/assessments",
    "/api/v1/stats%2f..%2fassessments",
    "/api/v1/assessments/",
    "/api/v1/assessments%2f",
    "/api/v1/assessments/.",
    "/api/v1/assessments/%2e",
    "/api/v1/assessments;",
    "/api/v1/assessments;v=1",
    "/api/v1/assessments%3bv=1",
    "/api/v1;v=1/assessments",
    "/api/v1/assessments%00",
    "/api/v1/assessments\x00",
    "/api/v1/%00assessments",
    "/api/v1/assessments%0a",
    "/api/v1/assessments\n",
    "/api/v1/assessments\r",
    "/api/v1/assessments%0d%0a",
    "/api/v1/assessments ",
    "/api/v1/assessments%20",
    "/api/v1/assessments\t",
    "/api/v1/assessments%3f",
    "/api/v1/assessments%23",
    "/api/v1/%c1%a1ssessments",  # overlong a
    "/api/v1%c0%afassessments",  # overlong slash
    "/api/v1/%e0%81%a1ssessments",
    "/api/v1/assessments%ff",
    "/api/v1/assessments%ed%a0%80",
    "/api/v1/%u0061ssessments",
    "/api/v1/\uff41ssessments",  # fullwidth a
    "/api/v1/assessment\u017f",  # long s
    "/api/v1/%ef%bd%81ssessments",
    "/api/v1/assessments\u200b",
    "/api/v1/assessments%",
    "/api/v1/assessments%2",
    "/api/v1/assessments+",
    "/api/v1/assessments\ud800",  # half of a surrogate pair
]
