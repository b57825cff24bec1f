# Kafka. Sourced by scripts/servers.

kafka_install() {
  local wanted=$lib/kafka-pom.xml
  if ! command -v java >/dev/null; then install_package default-jre-headless; fi
  if cmp -s "$wanted" "$tools/kafka/pom.xml"; then return; fi
  command -v mvn >/dev/null || install_package maven
  echo "installing Kafka" >&2
  rm -rf "$tools/kafka"
  mvn --batch-mode --quiet -Dstyle.color=never --file "$wanted" "$copy_dependencies" \
    -DincludeScope=runtime -DoutputDirectory="$tools/kafka" >&2
  cp "$wanted" "$tools/kafka/pom.xml"
}
copy_dependencies=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies
kafka_port() { cat "$home/kafka.port"; }
kafka_ready() { launched_runs kafka && speaks_kafka "$(kafka_port)"; }
# Asks which requests it knows (ApiVersions), and takes any answer.
speaks_kafka() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf '\0\0\0\12\0\22\0\0\0\0\0\1\377\377' >&3 &&
    [ "$(timeout 5 head -c 4 <&3 | wc -c)" = 4 ]) 2>/dev/null
}
kafka_start() {
  end_launched kafka
  port_of kafka 59092 2 >/dev/null
  launch kafka "$lib/run-kafka" "$home/kafka" "$(kafka_port)"
}
kafka_stop() { end_launched kafka; }
kafka_env() { echo "export TEST_KAFKA_URL='kafka://127.0.0.1:$(kafka_port)'"; }
