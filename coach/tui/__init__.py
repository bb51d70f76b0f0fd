"""The full-screen front end: draws questions, forms and exhibits, and sends answers. No method lives here."""
