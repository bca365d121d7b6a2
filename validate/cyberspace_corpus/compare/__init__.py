"""What differs between two published editions of the corpus, in words."""
