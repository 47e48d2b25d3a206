"""Procedural trichoscope pictures: six symptoms graded 0-3, with a mask of each sign."""
