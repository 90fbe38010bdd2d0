"""From YAML and Markdown to model objects, or Problems. One table describes every field."""
