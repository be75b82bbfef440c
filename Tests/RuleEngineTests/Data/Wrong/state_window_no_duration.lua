rule "state-window-no-duration" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]], state = { recent = window("soon") },
  fire = function(ev, st, act) st.recent:push(ev.value) end,
}
