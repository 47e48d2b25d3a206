"""Check that a coded picture's NAL units (ITU-T H.265) are complete, without decoding."""

import re

from scalp_core.vision.heif.boxes import Fields, MalformedError

# ITU-T H.265, 7.4.2: emulation prevention keeps these out of every NAL unit, so that a range of a
# file that was never written, and reads as zeros, cannot pass for coded data.
_NEVER_IN_A_UNIT = re.compile(rb"\0\0[\0-\2]")
# Arithmetic coding leaves no such run of ones, which erased flash memory reads as.
_NEVER_IN_A_SLICE = b"\xff" * 64
# ITU-T H.265, table A.8: 600 slice segments at the most in a picture; parameter sets come on top.
MAX_UNITS = 700

_PICTURE_PARAMETERS, _SEQUENCE_PARAMETERS = 34, 33
_SLICES = range(32)  # VCL NAL unit types, table 7-1
_CHROMA_444 = 3
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


def coded_pixels(configuration: memoryview | None) -> int:
    """Return how many pixels a decoder makes, by the largest of the sequence parameter sets.

    Raises:
        MalformedError: there is none that can be read.
    """
    if configuration is None:
        raise MalformedError("a picture without its decoder's configuration")
    sizes = [
        _pixels(unit)
        for unit in _parameters(configuration)
        if _check_unit(unit) == _SEQUENCE_PARAMETERS
    ]
    if not sizes:
        raise MalformedError("a picture without its parameters")
    return max(sizes)


def _pixels(unit: bytes) -> int:
    """Return width × height of a sequence parameter set (ITU-T H.265, 7.3.2.2 and 7.3.3)."""
    bits = _Bits(unit[2:].replace(b"\0\0\3", b"\0\0"))
    bits.take(4)
    layers = bits.take(3)
    bits.take(1 + 88 + 8)
    if layers:
        flags = [(bits.take(1), bits.take(1)) for _ in range(layers)]
        bits.take(2 * (8 - layers))
        bits.take(sum(88 * profile + 8 * level for profile, level in flags))
    bits.exp_golomb()
    if bits.exp_golomb() == _CHROMA_444:
        bits.take(1)
    return bits.exp_golomb() * bits.exp_golomb()


class _Bits:
    """Reads a bit stream from its start."""

    def __init__(self, content: bytes) -> None:
        self._left = 8 * len(content)
        self._number = int.from_bytes(content, "big")

    def take(self, count: int) -> int:
        """Return the next ``count`` bits as a number."""
        self._left -= count
        if self._left < 0:
            raise MalformedError("parameters end too early")
        return self._number >> self._left & ((1 << count) - 1)

    def exp_golomb(self) -> int:
        """Return the next number of the kind ue(v); see ITU-T H.265, 9.2."""
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)


def _parameters(configuration: memoryview) -> list[bytes]:
    """Return the NAL units of an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1)."""
    fields = Fields(configuration)
    fields.take(21)
    # libheif reads lengths of four bytes, regardless of the record.
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
    if _NEVER_IN_A_UNIT.search(unit) or (kind in _SLICES and _NEVER_IN_A_SLICE in unit):
        raise MalformedError("a NAL unit has a hole")
    return kind
