"""The domain: people, articles, competitions, and the library that holds them."""
