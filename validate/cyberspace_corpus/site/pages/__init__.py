"""The pages of the reader, one module a kind: ``pages(book)`` yields its pages and files."""
