"""Seeing inside a running bot: its log, its health, its numbers, and a doctor for when it will not run."""
