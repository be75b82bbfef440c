rule "parameter-is-list" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  params = { limits = { 1, 2 } },
  when = [[ value > 1 ]],
}
