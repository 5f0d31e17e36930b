"""Operations, and what only the demonstration shows: the mailbox and the gallery of the look."""
