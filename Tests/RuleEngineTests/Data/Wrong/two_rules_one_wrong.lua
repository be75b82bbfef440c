rule "good" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 1 ]], state = { n = 0 },
  fire = function(ev, st, act) st.n = st.n + 1 end,
}
rule "bad" {
  title = "t", owner = "q", on = "equipment.states", when = [[ state == "down" ]], state = { m = 0 },
  fire = function(ev, st, act) st.m = st.n act.log(ev.value) end,
}
