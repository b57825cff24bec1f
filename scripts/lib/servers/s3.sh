# An S3 server. Sourced by scripts/servers.

s3_install() {
  local wanted=$lib/s3-requirements.txt
  if cmp -s "$wanted" "$tools/s3/installed.txt"; then return; fi
  python3 -c 'import ensurepip' 2>/dev/null || install_package python3-venv
  echo "installing $(head -n 1 "$wanted")" >&2
  rm -rf "$tools/s3"
  python3 -m venv "$tools/s3"
  "$tools/s3/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
  cp "$wanted" "$tools/s3/installed.txt"
}
s3_port() { cat "$home/s3.port"; }
s3_ready() { launched_runs s3 && answers_http "$(s3_port)"; }
answers_http() { (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET / HTTP/1.0\r\n\r\n' >&3 && read -r -t 5 <&3) 2>/dev/null; }
s3_start() {
  end_launched s3
  port_of s3 59000 >/dev/null
  launch s3 "$lib/run-s3" "$(s3_port)" minuta-test
}
s3_stop() { end_launched s3; }
s3_env() {
  echo "export TEST_OBJECT_STORE_URL='s3://minuta-test?endpoint=http://127.0.0.1:$(s3_port)&region=us-east-1'"
  echo "export AWS_ACCESS_KEY_ID=minuta AWS_SECRET_ACCESS_KEY=minuta-secret"
}
