rule "no-hold" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]],
}
