"""A form definition and its answers in; what is shown, required, valid, failed and proposed as major out."""
