"""From the library to page values: address, template, data. No HTML, no MkDocs."""
