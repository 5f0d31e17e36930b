"""What the process is told from outside: settings, logging, the web server; and the reference data of the domain."""
