"""The command ``cyberspace-corpus``: arguments, exit codes, and what is printed where."""
