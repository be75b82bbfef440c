--! quarantine userdata expected
rule "hostile" {
  title = "t", owner = "q", on = "process.measurements", when = [[ value > 0 ]], state = { r = ring(3) },
  fire = function(ev, st, act)
    st.r.push(1, 2)
  end,
}
