"""What can be found in a text by its characters: names, dates, figures, terms."""
