// Alert rules.
