"""What every test shares."""

pytest_plugins = ["tests.database", "tests.cast", "tests.chromium"]
