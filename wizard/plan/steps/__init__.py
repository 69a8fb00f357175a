"""Steps that are the same in every environment."""
