rule "parameter-not-used" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  params = { limit = 1, old_limit = 2 },
  when = [[ value > params.limit ]],
}
