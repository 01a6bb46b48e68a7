-- Requests the lines of the file PATHS one after the other, so that each is asked for once.
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
local next = 0

function request()
  next = next % #paths + 1
  return wrk.format("GET", paths[next])
end
