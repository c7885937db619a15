"""The reporter's surface: report, receipt, return, reply, leave. No script, no trace."""
