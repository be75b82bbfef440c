// Anomaly detectors.
