rule "above-the-most" {
  title = "{equipment}", owner = "quality", on = "kpi.oee",
  
  when = [[ completeness > 1 ]],
}
