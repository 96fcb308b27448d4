#!/bin/sh
# Compile the stylesheet and name it after its content, so that browsers may keep it for ever.
set -eu
cd "$(dirname "$0")"
node_modules/.bin/sass --load-path=node_modules --style=compressed --no-source-map --no-charset --quiet-deps ppid.scss .ppid.css
hash=$(sha256sum .ppid.css | cut -c1-10)
rm -f ../static/ppid-*.css
mv .ppid.css "../static/ppid-$hash.css"
printf 'web/static/ppid-%s.css: %s bytes, %s gzipped\n' "$hash" \
  "$(wc -c < "../static/ppid-$hash.css")" "$(gzip -9c "../static/ppid-$hash.css" | wc -c)"
