"""Text tables: CSV, TSV and their like."""
