rule "category-unknown" {
  title = "{equipment}", owner = "quality", on = "equipment.states",
  
  when = [[ one_of(category, "down", "repair") ]],
}
