"""A plain Wagtail site: `wagtail start`, one page type, PostgreSQL."""
