"""The published corpus: what the tables and corpus.json hold, and the quick way to read it.

Only the standard library is used here, so that a downstream project pays for nothing else.
"""
