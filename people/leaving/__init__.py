"""Leaving: deleting one's own account, with what goes and what stays named beforehand."""
