"""Tells the cloud about motion and uploads the clip; both sides prove who they are."""

import configparser
import pathlib
import ssl
import urllib.request

SETTINGS = configparser.ConfigParser()
SETTINGS.read("/etc/netcam/cloud.conf")


def upload(clip: pathlib.Path):
    context = ssl.create_default_context(cafile=SETTINGS["mqtt"]["cafile"])
    context.load_cert_chain(SETTINGS["mqtt"]["certificate"], SETTINGS["mqtt"]["key"])
    request = urllib.request.Request(SETTINGS["upload"]["url"], data=clip.read_bytes())
    urllib.request.urlopen(request, context=context, timeout=30)
