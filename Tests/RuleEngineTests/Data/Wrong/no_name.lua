rule {
  title = "{equipment}", owner = "quality", on = "equipment.states",
  when = [[ category == "down" ]],
}
