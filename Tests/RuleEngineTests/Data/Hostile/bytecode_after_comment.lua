--! refused E005

