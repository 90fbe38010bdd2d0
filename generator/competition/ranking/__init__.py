"""Ballots become marks, marks become standings, standings become a table, a record and a workbook."""
