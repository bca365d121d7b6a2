"""From the checked corpus to what others read: pure functions, and one place that writes."""
