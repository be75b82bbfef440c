// Overall equipment effectiveness.
