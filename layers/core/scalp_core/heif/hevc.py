"""One coded picture: NAL units of ITU-T H.265, found complete without being decoded."""

import re

from scalp_core.heif.boxes import Fields, MalformedError

# ITU-T H.265, 7.4.2: emulation prevention keeps these out of every NAL unit, so that a range of a
# file that was never written, and reads as zeros, cannot pass for coded data.
_NEVER_IN_A_UNIT = re.compile(rb"\0\0[\0-\2]")
# Arithmetic coding leaves no such run of ones, which erased flash memory reads as.
_NEVER_IN_A_SLICE = re.compile(rb"\xff{64}")
# ITU-T H.265, table A.8: 600 slice segments at the most in a picture; parameter sets come on top.
MAX_UNITS = 700

_PICTURE_PARAMETERS, _SEQUENCE_PARAMETERS = 34, 33
_SLICES = range(32)  # VCL NAL unit types, table 7-1
_FIRST_SLICE = 0x80  # first_slice_segment_in_pic_flag is the first bit after the header


def check_picture(configuration: memoryview | None, data: bytes) -> None:
    """Check that a picture's parameters are there and that its NAL units fill its data exactly.

    Args:
        configuration: content of the property ``hvcC``.
        data: the item's bytes.

    Raises:
        MalformedError: something is missing, or it is more than one picture.
    """
    if configuration is None:
        raise MalformedError("a picture without its decoder's configuration")
    kinds = [_check_unit(unit) for unit in _parameters(configuration)]
    at, pictures = 0, 0
    while at < len(data):
        end = at + 4 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data) or len(kinds) > MAX_UNITS:
            raise MalformedError("NAL units do not fill a picture's data")
        unit = data[at + 4 : end]
        kinds.append(_check_unit(unit))
        own_layer = not (unit[0] & 1 or unit[1] >> 3)
        pictures += own_layer and kinds[-1] in _SLICES and bool(unit[2] & _FIRST_SLICE)
        at = end
    if pictures != 1 or not {_SEQUENCE_PARAMETERS, _PICTURE_PARAMETERS} <= set(kinds):
        raise MalformedError("an item is not one picture with its parameters")


def _parameters(configuration: memoryview) -> list[bytes]:
    """NAL units of an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1)."""
    fields = Fields(configuration)
    fields.take(21)
    # libheif reads lengths of four bytes whatever the record says.
    if fields.number(1) & 3 != 3:
        raise MalformedError("lengths of NAL units are not of four bytes")
    units = []
    for _ in range(fields.number(1)):
        fields.number(1)
        units += [fields.take(fields.number(2)) for _ in range(fields.number(2))]
    return units


def _check_unit(unit: bytes) -> int:
    """Return a NAL unit's type; a unit is a header of two bytes, and never ends with a zero."""
    if len(unit) < 3 or unit[0] & 0x80 or not unit[1] & 7 or not unit[-1]:
        raise MalformedError("a NAL unit is broken")
    kind = unit[0] >> 1
    if _NEVER_IN_A_UNIT.search(unit) or (kind in _SLICES and _NEVER_IN_A_SLICE.search(unit)):
        raise MalformedError("a NAL unit has a hole")
    return kind
