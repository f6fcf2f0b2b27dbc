"""What the agent sees: pure functions from data to (text, keyboard)."""
