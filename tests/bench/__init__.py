"""How long a build and a search take, side by side with what one would use instead; started by ``scripts/bench``."""
