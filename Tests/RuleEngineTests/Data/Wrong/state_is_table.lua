rule "state-is-table" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]], state = { lots = {} },
  fire = function(ev, st, act) st.lots = 1 end,
}
