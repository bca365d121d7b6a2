"""``python -m cyberspace_corpus``: the same as the command ``cyberspace-corpus``."""

from cyberspace_corpus.cli.main import entry_point

if __name__ == "__main__":
    entry_point()
