#!/bin/sh
# user=...&pass=... comes on standard input
read -r body
user=$(echo "$body" | sed -n 's/.*user=\([^&]*\).*/\1/p')
pass=$(echo "$body" | sed -n 's/.*pass=\([^&]*\).*/\1/p')
echo "Content-Type: text/html"
if [ "$user" = "admin" ] && [ "$pass" = "nc100pass" ]; then
    echo "Set-Cookie: session=1"
    echo
    echo "<p>OK</p>"
else
    echo
    echo "<p>NG</p>"
fi
