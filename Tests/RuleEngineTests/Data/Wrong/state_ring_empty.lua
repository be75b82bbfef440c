rule "state-ring-empty" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]], state = { last = ring(0) },
  fire = function(ev, st, act) st.last:push(ev.value) end,
}
