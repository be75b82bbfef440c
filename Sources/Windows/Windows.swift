// Event-time windows.
