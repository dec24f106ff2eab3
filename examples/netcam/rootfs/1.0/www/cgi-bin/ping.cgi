#!/bin/sh
# 接続診断 (connection test): /cgi-bin/ping.cgi?192.168.1.1
echo "Content-Type: text/plain"
echo
eval "ping -c 3 $QUERY_STRING"
