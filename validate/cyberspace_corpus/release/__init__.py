"""From the checked corpus to what is handed out: one folder with every format, proven."""
