"""Findings in the form that people and programs read."""
