rule "x" {
  title = "limit {params.limt}", owner = "q", on = "process.measurements", hold = "1m",
  params = { limit = 1 }, when = [[ value > params.limit ]],
}
