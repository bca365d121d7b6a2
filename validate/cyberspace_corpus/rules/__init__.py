"""What the corpus must keep to, beyond its shape: one module a family of rules."""
