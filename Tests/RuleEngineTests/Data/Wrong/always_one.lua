rule "always-one" {
  title = "{equipment}", owner = "quality", on = "equipment.states",
  
  when = [[ state ~= "down" or state ~= "off" ]],
}
