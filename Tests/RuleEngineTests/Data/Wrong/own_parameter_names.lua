rule "own-parameter-names" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]], state = { run = 0 },
  fire = function(e, s, a)
    s.run = e.valu a.alrt {}
  end,
}
