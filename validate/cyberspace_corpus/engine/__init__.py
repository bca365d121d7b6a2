"""Judging records that stand together in one large file, in this process or on many machines."""
