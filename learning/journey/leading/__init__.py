"""What who leads a team sees of it, and may do: plan, agree another day, decide on exemptions. Never what somebody did, answered or wrote."""
