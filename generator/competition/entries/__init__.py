"""What happens to entries before they are judged: the check of each, and the copies that name no author."""
