"""The judges' site: what the committee needs to review the list of a competition."""
