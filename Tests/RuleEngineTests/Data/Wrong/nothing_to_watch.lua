rule "nothing-to-watch" {
  owner = "q", on = "process.measurements",
}
