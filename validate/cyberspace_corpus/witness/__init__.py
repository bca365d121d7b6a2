"""From a printed line to the canonical text and back: lines, normalisation, apparatus."""
