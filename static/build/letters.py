"""Prints the characters that the fonts of pictures have, for pyftsubset: those of
GB 2312 and the full-width forms or, with "latin", those of Western Europe."""
import sys

latin = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2039, 0x203A, 0x20AB, 0x20AC,
         0x20A9, 0x20B9, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265]
if "latin" in sys.argv:
    letters = latin
else:
    rows = [bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF)]
    letters = [ord(c) for pair in rows for c in pair.decode("gb2312", "ignore")] + [*range(0x3000, 0x3030), *range(0xFF00, 0xFFEF)]
print("\n".join("U+%04X" % c for c in sorted(set(letters))))
