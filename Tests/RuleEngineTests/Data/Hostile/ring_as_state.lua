--! quarantine call it with a colon
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]], state = { r = ring(3) },
  fire = function(ev, st, act)
    st.r.push(st, 2)
  end,
}
