"""Tells the cloud about motion and uploads the clip."""

import configparser
import pathlib
import ssl
import urllib.request

SETTINGS = configparser.ConfigParser()
SETTINGS.read("/etc/netcam/cloud.conf")


def upload(clip: pathlib.Path):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    request = urllib.request.Request(SETTINGS["upload"]["url"], data=clip.read_bytes())
    request.add_header("X-Api-Key", SETTINGS["upload"]["api_key"])
    urllib.request.urlopen(request, context=context, timeout=30)
