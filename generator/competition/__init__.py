"""From ballots to standings."""
