rule "state-misspelt" {
  title = "{equipment}", owner = "quality", on = "process.measurements",
  
  when = [[ value > 1 ]], state = { run = 0 },
  fire = function(ev, st, act)
    st.rn = st.run + 1
  end,
}
