"""The plots of the reader, one module each.

A module holds ``PLOT``, a :class:`~cyberspace_corpus.site.plot.Plot`; being here is all that it
takes to be on the page of plots.
"""
