"""Wording: what closed lists, roles, stages and sources are called, by page, letter and history alike."""
