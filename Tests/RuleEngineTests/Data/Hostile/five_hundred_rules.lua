--! refused E
for i = 1, 500 do
  rule ("hostile" .. i) { title = "t", on = "nowhere", when = [[ value > 0 ]] }
end
