"""Protocols of the IP world that product files name: transport and usual port (IANA service names)."""

TCP, UDP = "tcp", "udp"
SERVICES: dict[str, tuple[str, int]] = {
    "http": (TCP, 80), "https": (TCP, 443), "ws": (TCP, 80), "wss": (TCP, 443), "rest": (TCP, 443),
    "mqtt": (TCP, 1883), "mqtts": (TCP, 8883), "amqp": (TCP, 5672), "amqps": (TCP, 5671),
    "ssh": (TCP, 22), "sftp": (TCP, 22), "scp": (TCP, 22), "telnet": (TCP, 23), "ftp": (TCP, 21), "ftps": (TCP, 990),
    "rtsp": (TCP, 554), "rtsps": (TCP, 322), "rtmp": (TCP, 1935), "onvif": (TCP, 80), "smb": (TCP, 445),
    "smtp": (TCP, 25), "smtps": (TCP, 465), "imaps": (TCP, 993), "xmpp": (TCP, 5222), "ldap": (TCP, 389), "ldaps": (TCP, 636),
    "modbus": (TCP, 502), "modbus-tcp": (TCP, 502), "modbus/tcp": (TCP, 502), "opc-ua": (TCP, 4840), "opcua": (TCP, 4840),
    "ethernet-ip": (TCP, 44818), "slmp": (TCP, 5007), "dnp3": (TCP, 20000), "iec-104": (TCP, 2404), "ipp": (TCP, 631),
    "tr-069": (TCP, 7547), "cwmp": (TCP, 7547), "syslog-tls": (TCP, 6514),
    "coap": (UDP, 5683), "coaps": (UDP, 5684), "dns": (UDP, 53), "mdns": (UDP, 5353), "ssdp": (UDP, 1900), "upnp": (UDP, 1900),
    "ntp": (UDP, 123), "sntp": (UDP, 123), "snmp": (UDP, 161), "syslog": (UDP, 514), "tftp": (UDP, 69), "sip": (UDP, 5060),
    "bacnet": (UDP, 47808), "bacnet-ip": (UDP, 47808), "lwm2m": (UDP, 5684), "matter": (UDP, 5540), "echonet-lite": (UDP, 3610),
    "wireguard": (UDP, 51820), "llmnr": (UDP, 5355), "ws-discovery": (UDP, 3702),
}  # fmt: skip
"""By the protocol's name in lower case, as `interfaces[].protocol` has it."""

MULTICAST = frozenset({"mdns", "ssdp", "upnp", "llmnr", "ws-discovery", "echonet-lite"})
"""Those that call to everybody on the local network and are called so."""
