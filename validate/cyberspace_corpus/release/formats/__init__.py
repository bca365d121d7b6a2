"""The formats of a release, one module each.

A module holds ``FORMAT``, a :class:`~cyberspace_corpus.release.format.Format`; being here is all
that it takes to be part of a release.
"""
