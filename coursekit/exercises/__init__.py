"""What each exercise expects, computed from the tables: one module a lesson."""
