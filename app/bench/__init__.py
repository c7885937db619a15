"""Measurements beside a floor that does only the unavoidable, in the same run."""
