"""考评与表彰: handling units marked by rules one can read, and the proposals that are named excellent (C14, R-066, R-081, R-082)."""
