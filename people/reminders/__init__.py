"""One mail with what comes due: weekly, and on the day itself. What it reminds of is told by the rooms (`sources`)."""
