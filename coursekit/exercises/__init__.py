"""What each exercise expects and the mistakes that learners make, computed from the tables: one module a lesson."""
