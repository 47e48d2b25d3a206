"""HEIF files (ISO/IEC 23008-12) as far as they must be read before a decoder may see them."""
