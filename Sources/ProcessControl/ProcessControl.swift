// Statistical process control.
