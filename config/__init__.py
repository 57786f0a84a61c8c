"""The edge for input: settings, secrets, and the site that an issue lies in."""
