"""Judging and building a document at a time, in this process, in several, or on many machines."""
