"""Faults that fuzzing or bombs found, each with the smallest input that showed it; the inputs are made in the tests."""
