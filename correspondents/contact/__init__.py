"""« Écrire au poste »: a form that mails a functional mailbox, and what is counted of it."""
