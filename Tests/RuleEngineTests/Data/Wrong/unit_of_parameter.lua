rule "unit-of-parameter" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  params = { limit = { value = 245.0, unit = "degF" } },
  when = [[ unit == "Cel" and value > params.limit ]],
}
