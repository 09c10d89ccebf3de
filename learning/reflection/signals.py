"""What other rooms may listen to."""

from django.dispatch import Signal

entry_deleted = Signal()
"""An entry is being deleted by its owner, inside a transaction: `entry` as it stood, and `keep_activity`: its line in the dossier stays."""
