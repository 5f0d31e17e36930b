"""What is true of case files: how cells are read, what names a row, what moves, outcomes and evidence mean. Pure."""
