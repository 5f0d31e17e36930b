"""Pages on which a council brings a spreadsheet, says what it means, and sees what came in."""
