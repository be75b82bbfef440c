rule "memory-too-small" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[ value > 1 ]], budget = { memory = "1KiB" },
}
