"""Settings of the property tests."""

from hypothesis import settings

# On a busy machine the first example of a run may take long: what is slow is shown by the benchmark, not here.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
