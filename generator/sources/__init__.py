"""What lies on the disk: files, front matter, Markdown, Git. Nothing here knows the domain."""
