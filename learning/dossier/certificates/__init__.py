"""Certificates: what somebody completed, as a paper, as a page that others check, and as a signed credential."""
