"""Hypothesis without a clock: how long an example takes on a busy machine is no claim of ours."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "crypto", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("crypto")
