--! logs nil
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]], state = { n = 0 },
  fire = function(ev, st, act)
    st.n = nil
    act.log(tostring(st.n))
  end,
}
