rule "parameter-unknown" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  params = { limit = 1 },
  when = [[ value > params.limti or value < params.limit ]],
}
