"""Stand-ins for the four services and the blog, on loopback. Imports none of our packages."""
