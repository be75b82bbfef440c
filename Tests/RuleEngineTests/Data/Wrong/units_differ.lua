rule "units-differ" {
  title = "{equipment}", owner = "quality", on = "kpi.oee",
  
  when = [[ down_ms > stops ]],
}
