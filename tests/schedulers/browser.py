#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of a web page, taken by a Chromium without a window.

    browser.py URL PNG [--width=N] [--height=N] [--until=SCRIPT] [--script=SCRIPT] [--last=SELECTOR]

It waits until SCRIPT of --until is true (default: the page is loaded), runs --script, waits a moment for what that
does, and takes WIDTH x HEIGHT (default 1280 x 800); with --last only down to the end of that element. The browser has a
profile of its own and is told by pipes what to do (Chrome DevTools Protocol). Ends itself after two minutes.
"""
import argparse
import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

OPTIONS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars --lang=en --no-proxy-server
--remote-debugging-pipe""".split()


class Browser:
    def __init__(self, program, profile):
        to_browser, self.commands = os.pipe()
        self.answers, from_browser = os.pipe()
        self.number, self.session, self.buffer = 0, None, b""
        # The protocol's file descriptors are 3 and 4: the shell puts the pipes there.
        place = 'exec "$@" 3<&%d 4>&%d' % (to_browser, from_browser)
        self.process = subprocess.Popen(
            ["/bin/bash", "-c", place, program, program, *OPTIONS, "--user-data-dir=" + profile, "about:blank"],
            pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "HOME": profile, "TMPDIR": profile},
        )
        os.close(to_browser)
        os.close(from_browser)

    def message(self):
        while b"\0" not in self.buffer:
            part = os.read(self.answers, 1 << 20)
            if not part:
                raise SystemExit("the browser has ended")
            self.buffer += part
        text, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(text)

    def tell(self, method, **parameters):
        self.number += 1
        command = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.commands, json.dumps(command).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit("%s: %s" % (method, answer["error"]["message"]))
                return answer["result"]

    def open(self, width, height):
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def value(self, script):
        result = self.tell("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in result:
            raise SystemExit("%s: %s" % (script, result["exceptionDetails"]["exception"].get("description")))
        return result["result"].get("value")

    def wait(self, script):
        while not self.value(script):
            time.sleep(0.2)

    def picture(self, width, height):
        area = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        return base64.b64decode(self.tell("Page.captureScreenshot", format="png", clip=area)["data"])

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def remove(folder):
    """Some of the browser's processes write until they notice that it has ended."""
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.exists(folder):
            return
        time.sleep(0.1)


def bottom(selector):
    return "Math.ceil(document.querySelector(%s).getBoundingClientRect().bottom)" % json.dumps(selector)


def take(browser, wanted):
    browser.open(wanted.width, wanted.height)
    browser.tell("Page.navigate", url=wanted.url)
    browser.wait("location.href !== 'about:blank' && document.readyState === 'complete'")
    browser.wait(wanted.until)
    browser.value(wanted.script)
    time.sleep(2)
    height = min(wanted.height, browser.value(bottom(wanted.last)) + 12) if wanted.last else wanted.height
    return browser.picture(wanted.width, height)


def main(arguments):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("url")
    parser.add_argument("png")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--until", default="true")
    parser.add_argument("--script", default="null")
    parser.add_argument("--last")
    wanted = parser.parse_args(arguments)
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        raise SystemExit("chromium is missing: install the package chromium")
    signal.alarm(120)
    profile = tempfile.mkdtemp(prefix="browser.")
    browser = Browser(program, profile)
    try:
        picture = take(browser, wanted)
    finally:
        browser.close()
        remove(profile)
    with open(wanted.png, "wb") as stream:
        stream.write(picture)


if __name__ == "__main__":
    main(sys.argv[1:])
