"""The local layer as its keepers see it: each slot with the core's text beside it, and what changed there since they last looked."""
