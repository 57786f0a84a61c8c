"""The application: decides what is sent when, and talks to people."""
