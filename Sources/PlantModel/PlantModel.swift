// Plant and engine configuration.
