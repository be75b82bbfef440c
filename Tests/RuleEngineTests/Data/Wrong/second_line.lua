rule "second-line" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  hold = "1m",
  when = [[
    characteristic == "temp"
    and valeu > 1
  ]],
}
