rule "topic-misspelt" {
  title = "{equipment}", owner = "quality", on = "process.measurement",
  hold = "1m",
  when = [[ value > 1 ]],
}
