"""Kreis Herford as a coordinator would hold it; facts and where they stand, nothing beyond."""
