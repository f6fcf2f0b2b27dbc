"""The engine: pure, text in, Review out."""
