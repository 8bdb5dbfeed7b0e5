"""A real browser looks at a page: widths, colours, what it loads, and who can use it."""
import contextlib
import json

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

WIDTHS = 320, 600, 1200
# The contrast of each text with what is behind it (WCAG 2.1, 1.4.3), the least of all, with its words.
CONTRAST = """
const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                     return 0.2126 * r + 0.7152 * g + 0.0722 * b };
const parts = text => (text.match(/[0-9.]+/g) || [0, 0, 0, 0]).map(Number);
const behind = node => { for (; node; node = node.parentElement) { const c = parts(getComputedStyle(node).backgroundColor);
                         if (c.length < 4 || c[3] > 0) return c.slice(0, 3) } return [255, 255, 255] };
let least = [99, ""];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
        const node = walk.currentNode, text = node.textContent.trim();
        if (!text) continue;
        const front = light(parts(getComputedStyle(node.parentElement).color).slice(0, 3)), back = light(behind(node.parentElement));
        const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
        if (ratio < least[0]) least = [ratio, text];
}
return least"""


class Browser:
    def __init__(self):
        options = Options()
        for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"):
            options.add_argument(word)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)

    def look(self, url, width, dark=False):
        self.driver.get_log("performance")
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": width < 500})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})
        self.driver.get(url)

    def do(self, script):
        return self.driver.execute_script(script)

    def press(self, *keys):
        """One key after the other, and what comes of it."""
        for key in keys:
            ActionChains(self.driver).send_keys(getattr(Keys, key.upper())).perform()

    def loaded(self):
        """What the page asked for, itself included."""
        messages = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        return {message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"}

    def check(self, url):
        """Whatever we show to people."""
        for width in WIDTHS:
            for dark in (False, True):
                self.look(url, width, dark)
                assert self.do("return document.documentElement.scrollWidth") <= width, (url, width)
                ratio, text = self.do(CONTRAST)
                assert ratio >= 4.5, (ratio, text, "dark" if dark else "light")
                loaded = {one for one in self.loaded() if not one.startswith(("data:", "chrome"))} - {url}
                assert not {one for one in loaded if not one.endswith("/favicon.ico")}, loaded
        assert self.do("return document.scripts.length") == 0
        assert self.do("return document.documentElement.lang") == "en" and self.do("return document.title")
        names = self.do("return [...document.querySelectorAll('a, button')].map(e => e.getAttribute('aria-label') || e.innerText.trim())")
        assert all(names), names
        heads = self.do("return [...document.querySelectorAll('h1, h2, h3')].map(e => +e.tagName[1])")
        assert heads[:1] == [1] and all(after - before <= 1 for before, after in zip(heads, heads[1:])), heads


@contextlib.contextmanager
def browser():
    one = Browser()
    try:
        yield one
    finally:
        one.driver.quit()
