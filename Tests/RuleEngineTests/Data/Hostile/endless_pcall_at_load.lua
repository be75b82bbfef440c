--! refused E005
while true do pcall(error) end
