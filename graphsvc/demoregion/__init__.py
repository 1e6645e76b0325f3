"""The synthetic demo region with known truth (Musterkreis)."""
