"""The reader: the published corpus as pages for a browser, in Chinese and in English."""
