"""The live preview: MkDocs's server with our plugin."""

from __future__ import annotations

import logging

from mkdocs.commands.serve import serve
from mkdocs.exceptions import Abort, ConfigurationError

from generator.config import Project
from generator.errors import XinglinError


def preview(project: Project, address: str) -> None:
    """Serve the site at ``host:port`` until interrupted, building it anew when content or templates change.

    Raises:
        XinglinError: The address cannot be used, or MkDocs refuses its configuration.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    try:
        serve(str(project.config_file), docs_dir=str(project.content), dev_addr=address)
    except (ConfigurationError, Abort, OSError) as error:
        raise XinglinError("mkdocs", reason=error) from error
