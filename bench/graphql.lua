-- Posts the document of the file BODY; with PATHS the lines of that file are the variables, one after the other.
local file = io.open(os.getenv("BODY"))
local document = file:read("*a")
file:close()
local variables = {}
if os.getenv("PATHS") then
  for line in io.lines(os.getenv("PATHS")) do variables[#variables + 1] = line end
end
local next = 0
local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/graphql-response+json" }

function request()
  local body = document
  if #variables > 0 then
    next = next % #variables + 1
    body = document:gsub("\"VARIABLES\"", function() return variables[next] end)
  end
  return wrk.format("POST", "/graphql", headers, body)
end
