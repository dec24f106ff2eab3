"""Records video to the card, and tells the watchdog that it lives."""

import configparser
import pathlib
import time

from PIL import Image

SETTINGS = configparser.ConfigParser()
SETTINGS.read("/etc/netcam/camera.conf")
STORE = pathlib.Path(SETTINGS["video"]["store"])
HEARTBEAT = pathlib.Path("/tmp/recorder.alive")


def frames(device):
    width, height = SETTINGS.getint("video", "width"), SETTINGS.getint("video", "height")
    while True:
        yield Image.frombytes("RGB", (width, height), device.read(width * height * 3))


def main():
    with open("/dev/video0", "rb") as device:
        for number, frame in enumerate(frames(device)):
            frame.save(STORE / f"{number % 100000:05}.jpg", quality=80)
            HEARTBEAT.touch()
            time.sleep(1 / SETTINGS.getint("video", "frames_per_second"))


if __name__ == "__main__":
    main()
