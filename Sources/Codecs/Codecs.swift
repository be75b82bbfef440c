// JSON in and out.
