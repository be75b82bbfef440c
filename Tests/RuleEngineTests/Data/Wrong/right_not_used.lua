rule "right-not-used" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]], may = { "reroute" },
  fire = function(ev, st, act) act.log("x") end,
}
