-- calwarden: asks Calwarden's daemon about mails that hold calendars, and tells what it says as a symbol. See README.md.
--
-- A mail waits no longer than `timeout`; what fails is the symbol CALWARDEN_FAIL, which counts nothing.

local rspamd_http = require "rspamd_http"
local rspamd_logger = require "rspamd_logger"
local lua_util = require "lua_util"
local ucl = require "ucl"

local N = "calwarden"

local settings = {
  url = "http://127.0.0.1:8899",
  key = nil, -- with the right `check`
  timeout = 5.0,
  max_size = 20 * 1024 * 1024,
}

-- By the class of the verdict.
local symbols = {
  clean = { name = "CALWARDEN_CLEAN", score = 0.0, text = "Calwarden found nothing against the calendar in it" },
  doubtful = { name = "CALWARDEN_DOUBTFUL", score = 2.0, text = "Calwarden takes the calendar in it for doubtful" },
  spam = { name = "CALWARDEN_SPAM", score = 6.0, text = "Calwarden takes the calendar in it for abuse" },
  certain = { name = "CALWARDEN_CERTAIN", score = 12.0, text = "Calwarden takes the calendar in it for abuse beyond doubt" },
}
local FAIL = "CALWARDEN_FAIL"
local SIGNALS = 8 -- shown with the symbol, the heaviest first

local function holds_calendar(task)
  for _, part in ipairs(task:get_parts() or {}) do
    local kind, subtype = part:get_type()
    local name = (part:get_filename() or ""):lower()
    kind, subtype = (kind or ""):lower(), (subtype or ""):lower()
    if kind == "text" and (subtype == "calendar" or subtype == "x-vcalendar")
        or kind == "application" and (subtype == "ics" or subtype == "calendar+json" or subtype == "calendar+xml" or subtype == "ms-tnef")
        or name:match("%.ics$") or name:match("%.vcs$") or name:match("%.ical$") or name == "winmail.dat" then
      return true
    end
    -- Whatever it is labelled.
    local content = part:get_content()
    if content and content:sub(1, 100):lower():find("begin:vcalendar", 1, true) then
      return true
    end
  end
  return false
end

local function quoted(text)
  return (text:gsub("[^%w%-_.~]", function(byte) return string.format("%%%02X", byte:byte()) end))
end

local function query_of(task)
  local words = {}
  local function add(name, value)
    if value and value ~= "" then
      words[#words + 1] = name .. "=" .. quoted(value)
    end
  end
  local ip = task:get_from_ip()
  add("client_ip", ip and ip:is_valid() and ip:to_string() or nil)
  add("helo", task:get_helo())
  local from = task:get_from("smtp")
  add("mail_from", from and from[1] and from[1].addr or nil)
  for _, rcpt in ipairs(task:get_recipients("smtp") or {}) do
    add("rcpt", rcpt.addr)
  end
  add("channel", task:get_user() and "mail-out" or "mail-in")
  add("auth_user", task:get_user())
  return table.concat(words, "&")
end

local function signals_of(verdict)
  local heaviest, names = {}, {}
  for _, signal in ipairs(verdict.signals or {}) do
    if type(signal) == "table" and type(signal.name) == "string" and (tonumber(signal.weight) or 0) > 0 then
      heaviest[#heaviest + 1] = signal
    end
  end
  table.sort(heaviest, function(a, b) return a.weight > b.weight end)
  for i = 1, math.min(#heaviest, SIGNALS) do
    names[i] = heaviest[i].name
  end
  return names
end

local function tell(task, body)
  local parser = ucl.parser()
  if not parser:parse_string(body) then
    return "an answer that is no JSON"
  end
  local verdict = parser:get_object()
  local symbol = type(verdict) == "table" and symbols[verdict.class]
  if not symbol then
    return "an answer that is no verdict"
  end
  if verdict.examined then
    local options = signals_of(verdict)
    if type(verdict.placement) == "string" then
      table.insert(options, 1, "placement=" .. verdict.placement)
    end
    task:insert_result(symbol.name, 1.0, options)
  end
end

local function fail(task, why)
  rspamd_logger.errx(task, "%s: %s", N, why)
  task:insert_result(FAIL, 0.0, why)
end

local function check(task)
  -- The daemon itself asks rspamd, too: its question is not handed back to it.
  local agent = task:get_request_header("User-Agent")
  if agent and tostring(agent) == "calwarden" then
    return
  end
  if task:get_size() > settings.max_size or not holds_calendar(task) then
    return
  end
  local function answered(err, code, body)
    local why = err or code ~= 200 and string.format("HTTP %s", code) or tell(task, body)
    if why then
      fail(task, tostring(why))
    end
  end
  local asked = rspamd_http.request({
    task = task,
    url = settings.url:gsub("/+$", "") .. "/v1/check?" .. query_of(task),
    method = "POST",
    body = task:get_content(),
    mime_type = "message/rfc822",
    headers = { ["Authorization"] = "Bearer " .. settings.key },
    timeout = settings.timeout,
    callback = answered,
  })
  if not asked then
    fail(task, "cannot ask " .. settings.url)
  end
end

local options = rspamd_config:get_all_opt(N)
if not options then
  return
end
settings = lua_util.override_defaults(settings, options)
if not settings.key then
  rspamd_logger.errx(rspamd_config, "%s: no key is given, so nobody is asked", N)
  lua_util.disable_module(N, "config")
  return
end

local id = rspamd_config:register_symbol({ name = "CALWARDEN_CHECK", type = "callback", callback = check, group = N })
for _, symbol in pairs(symbols) do
  rspamd_config:register_symbol({ name = symbol.name, type = "virtual", parent = id, score = symbol.score, group = N,
                                  description = symbol.text })
end
rspamd_config:register_symbol({ name = FAIL, type = "virtual", parent = id, score = 0.0, group = N,
                                description = "Calwarden was asked, and did not answer" })
