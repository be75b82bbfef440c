rule "below-the-least" {
  title = "{equipment}", owner = "quality", on = "equipment.counts",
  
  when = [[ scrap < 0 ]],
}
