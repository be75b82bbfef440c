rule "word-unknown" {
  title = "{equipment}", owner = "quality", on = "kpi.oee",
  
  when = [[ window == "shifts" ]],
}
