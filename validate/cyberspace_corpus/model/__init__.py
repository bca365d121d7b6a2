"""The shape of what people write: one concept a module, no input or output."""
