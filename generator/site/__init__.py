"""The only place that knows MkDocs: the plugin, and the parallel build."""
