--! refused E005
while true do end
